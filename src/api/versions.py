"""Which API this is (docs/deprecation.md says when each number is raised)."""

API_VERSION = "1.0.0"
