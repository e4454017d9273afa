"""The field types of requests: strict and bounded, each described for the OpenAPI document."""
