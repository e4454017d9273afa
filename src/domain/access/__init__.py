"""Who may call the service: callers with scopes, tokens, and limits on failed attempts."""
