"""Django's command line, run from the checkout: `.venv/bin/python manage.py COMMAND`."""

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    from config.database_faults import remedy
    from config.launcher.database import find_running_database

    find_running_database()
    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        what_to_do = remedy(error)
        if what_to_do is None:
            raise
        sys.exit(f"The database fails: {error}\n{what_to_do}")


if __name__ == "__main__":
    main()
