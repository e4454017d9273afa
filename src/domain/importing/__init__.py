"""The import of planned tutorials: new events are added, and changed ones are updated."""
