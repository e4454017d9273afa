"""The HTTP API: routers, schemas, rules of HTTP, the OpenAPI document and rendering."""
