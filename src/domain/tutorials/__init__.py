"""Tutorial events and their sessions: entities, rules, changes and filters."""
