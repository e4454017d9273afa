"""All tutorial events in memory, for the list of events and for the search."""
