"""Events as iCalendar (RFC 5545)."""
