"""What `make run` prints."""

import sys


def say(line: str) -> None:
    """Print a line without buffering."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def greeting(*, root: str, own_database: bool) -> str:
    """Return the message of `make run`: the addresses to open, and how to stop."""
    same = "" if own_database else ", with the same DATABASE_URL"
    return f"""
The service is ready. Press Ctrl-C to stop it.

  page     {root}/
  search   curl -s {root}/api/search/unified/ -H 'Content-Type: application/json' \\
             -d '{{"searchQuery": "CM2"}}'
  docs     {root}/api/docs
  admin    {root}/admin/

This setup is for local use only. docs/operating.md describes production.

In another terminal{same}:

  make account                                    create an account for the admin
  make manage ARGS="import_tutorials FILE.xlsx"   import the tutorials of a spreadsheet
"""
