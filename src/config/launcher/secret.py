import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> str:
    """Return the key kept in a folder, made on the first call: sign-ins outlive a restart."""
    file = folder / "secret_key"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # Written aside and renamed: a run that is killed here leaves no empty key.
        unfinished = folder / f"secret_key.{os.getpid()}"
        unfinished.touch(mode=0o600)
        unfinished.write_text(secrets.token_urlsafe(50))
        unfinished.replace(file)
    return file.read_text()
