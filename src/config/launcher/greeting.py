def greeting(*, root: str, own_database: bool) -> str:
    """Return what to open, and how to stop, for the person who typed `make run`."""
    same = "" if own_database else ", with the same DATABASE_URL"
    return f"""
The service is ready; Ctrl-C stops it.

  search   curl -s {root}/api/search/unified/ -H 'Content-Type: application/json' \\
             -d '{{"searchQuery": "CM2"}}'
  docs     {root}/api/docs
  admin    {root}/admin/

This is for one person on one machine. Before others can reach it, put a proxy in front:
deploy/nginx.conf is one for nginx.

In another terminal{same}:

  make account                                    an account for the admin
  make manage ARGS="import_tutorials FILE.xlsx"   the tutorials of a spreadsheet
"""
