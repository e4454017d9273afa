"""The user of the server: the current user, or an unprivileged one if that is root."""

import os
import pwd
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

# PostgreSQL refuses to run as root. This user exists on every system.
UNPRIVILEGED_USER = "nobody"


class Surroundings(TypedDict, total=False):
    """The arguments to start programs of the server."""

    stdin: int
    cwd: str
    env: dict[str, str]
    user: int
    group: int
    extra_groups: list[int]


def surroundings() -> Surroundings:
    """Return the arguments: never as root, and without settings for clients."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    common = Surroundings(stdin=subprocess.DEVNULL, cwd="/", env=settings)
    if os.geteuid() != 0:
        return common
    user = pwd.getpwnam(UNPRIVILEGED_USER)
    return {**common, "user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def make_folder(folder: Path) -> None:
    """Create a private folder for the server if it does not exist."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(UNPRIVILEGED_USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        let_pass(folder)


def let_pass(path: Path) -> None:
    """Allow every user to traverse (not list) the parent folders of a path."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


def let_read(*trees: Path) -> None:
    """Allow every user to read the programs that root installed with private permissions."""
    for tree in trees:
        if not tree.is_dir():
            continue
        let_pass(tree)
        if not tree.stat().st_mode & stat.S_IXOTH:
            for path in (tree, *tree.rglob("*")):
                mode = path.stat().st_mode
                path.chmod(mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0))
