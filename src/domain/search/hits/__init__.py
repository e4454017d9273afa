"""The products, bundles and events that a search shows."""
