"""Django's command line, run from the checkout: `.venv/bin/python manage.py COMMAND`."""

import os
import sys
from pathlib import Path


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    from config.launcher.database import find_running_database

    find_running_database()
    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        sys.exit(f"The database fails: {error}\nIs `make run` running, or DATABASE_URL right?")


if __name__ == "__main__":
    main()
