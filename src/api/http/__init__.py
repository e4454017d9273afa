"""HTTP for every route: middleware, bodies, parameters, errors and caching."""
