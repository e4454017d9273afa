import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Return the secret key stored in a folder; create it if it is missing."""
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written to a temporary file and renamed, so that the key file is never incomplete.
        unfinished = folder / f"secret_key.{os.getpid()}"
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(50))
        unfinished.replace(file)
    return file.read_text()
