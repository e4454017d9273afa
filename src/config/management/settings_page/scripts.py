"""The variables of the scripts in deploy/bin, with the defaults that are written there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from config.environment import ROOT

FOLDER = ROOT / "deploy" / "bin"
# ${NAME:-default} or ${NAME-default}.
VARIABLE = re.compile(r'\$\{([A-Z][A-Z0-9_]*):?-"?([^"}]*)"?\}')
MEANINGS = {
    "TUTORIALS_SETTINGS": (
        "The folder of `settings.env`, `secret_key` and `database_url`. The units of systemd "
        "always use the default."
    ),
    "TUTORIALS_BACKUPS": "The folder of the backups. `tutorials-backup.service` may only write "
    "to the default.",
    "DAYS": "Backups that are older than this number of days are deleted.",
    "TUTORIALS_HOME": "The folder of the links `current`, `8000` and `8001`.",
    "TUTORIALS_SITE": "The configuration of nginx in which the port is switched.",
    "TUTORIALS_PORTS": "The ports of the two instances, separated by a space.",
    "TUTORIALS_READY_SECONDS": (
        "How many times the readiness of the new release is checked, once a second. After that, it "
        "is stopped."
    ),
    "TUTORIALS_DRAIN_SECONDS": (
        "Seconds between the switch to the new release and the stop of the old one."
    ),
    "TUTORIALS_START": "The command that starts an instance. `PORT` stands for its port.",
    "TUTORIALS_STOP": "The command that stops an instance.",
    "TUTORIALS_ENABLE": "The command that makes an instance start with the machine.",
    "TUTORIALS_DISABLE": "The command that prevents it.",
    "TUTORIALS_RELOAD": "The command that checks and loads the configuration of nginx.",
}


class Variable(NamedTuple):
    """A variable that the script reads; `meaning` is Markdown."""

    script: str
    name: str
    default: str
    meaning: str


def script_variables() -> Iterator[Variable]:
    """Yield the variables of all scripts, in the order in which they are read.

    Raises:
        KeyError: for a variable that `MEANINGS` does not describe.

    """
    for script in sorted(FOLDER.iterdir()):
        for name, default in VARIABLE.findall(script.read_text("utf-8")):
            yield Variable(script.name, name, default, MEANINGS[name])
