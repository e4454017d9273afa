"""The headings of the back office's plan, by the field names of the domain."""

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
    "instructors": "Session instructor",
}
EVENT_HEADINGS = {
    "course_template_code": "Course template code",
    "code": "Event title",
    "remain_space": "Max places",
    "event_url": "Event url",
    "event_instructors": "Instructor",
    "finalisation_date": "Finalisation date",
    "sitting": "Sitting",
    "cancelled": "Cancelled",
    # Filled by an export if the event differs from its sessions.
    "store_product": "Store product",
    "event_venue": "Event venue",
    "event_start_date": "Event start date",
    "event_end_date": "Event end date",
    "event_is_soldout": "Sold out",
}
HEADINGS = SESSION_HEADINGS | EVENT_HEADINGS
# The columns that a file may lack; their cells are read as blank.
OPTIONAL = {
    "instructors",
    "event_instructors",
    "store_product",
    "event_venue",
    "event_start_date",
    "event_end_date",
    "event_is_soldout",
}
