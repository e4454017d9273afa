"""Who the server runs as: us, or, when we are root, somebody with no rights at all."""

import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

# PostgreSQL refuses to run as root. Every system has this user, and it owns nothing.
UNPRIVILEGED_USER = "nobody"


class Surroundings(TypedDict, total=False):
    """What every program of the server is started with."""

    stdin: int
    cwd: str
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]


def surroundings() -> Surroundings:
    """Return how to start a program of the server: never as root, nor with a client's settings."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    common = Surroundings(stdin=subprocess.DEVNULL, cwd="/", env=settings)
    if os.geteuid() != 0:
        return common
    user = pwd.getpwnam(UNPRIVILEGED_USER)
    return {**common, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def make_folder(folder: Path) -> None:
    """Make a folder for the server alone, where it is missing."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        let_pass(folder)


def let_pass(path: Path) -> None:
    """Let every user pass through (not list) the folders above a path."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def let_read(*trees: Path) -> None:
    """Let every user reach and read the programs that root installed for itself alone."""
    for tree in trees:
        if not tree.is_dir():
            continue
        let_pass(tree)
        if not tree.stat().st_mode & stat.S_IXOTH:
            for path in (tree, *tree.rglob("*")):
                mode = path.stat().st_mode
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
