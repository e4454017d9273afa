"""How a web server behaves when clients or operators do what they should not have to."""
