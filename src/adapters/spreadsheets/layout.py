"""The columns of the back office's plan, by the name that the domain has for each."""

SHEET = "Import"
EXAMPLE_ROWS = (2, 3)

SESSION_HEADINGS = {
    "title": "Session title",
    "location": "Location",
    "venue": "Venue",
    "start_date": "Classroom start date",
    "start_time": "Classroom start time",
    "end_date": "Classroom end date",
    "end_time": "Classroom end time",
    "sequence": "Day",
    "url": "Session url",
    "time_zone": "Time Zone",
}
EVENT_HEADINGS = {
    "course_template_code": "Course template code",
    "code": "Event title",
    "remain_space": "Max places",
    "event_url": "Event url",
    "finalisation_date": "Finalisation date",
    "sitting": "Sitting",
    "cancelled": "Cancelled",
}
HEADINGS = SESSION_HEADINGS | EVENT_HEADINGS
# The names of columns that a file may lack; their cells are read as blank.
OPTIONAL: frozenset[str] = frozenset()
