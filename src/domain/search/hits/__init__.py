"""What a search shows of the products, bundles and events for sale."""
