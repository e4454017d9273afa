"""What HTTP asks of every route: middleware, bodies, parameters, errors and caching."""
