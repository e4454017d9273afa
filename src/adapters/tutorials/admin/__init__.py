"""The admin of tutorial events: forms, the check for clashes, and cancellations."""

from adapters.tutorials.admin.events import TutorialEventAdmin as TutorialEventAdmin
