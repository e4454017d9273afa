"""`.ci/setup`, which every target of the Makefile begins with, on machines of all kinds."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import ROOT
from tests.tools import need

TOOLS = ("cat", "chmod", "cksum", "cp", "dirname", "env", "flock", "mkdir", "rm", "sh", "touch")
FAILING_SHIM = "#!/bin/sh\necho 'pyenv: python3.13: command not found' >&2\nexit 127\n"
EXEC = f'exec "{sys.executable}" "$@"\n'
GOOD_PYTHON = f"#!/bin/sh\n{EXEC}"
# Records its arguments and variables, and creates the environment that its variable names.
UV = f"""#!/bin/sh
[ "$1 $2" = "cache dir" ] && exit
echo "$@" >>asked
env >variables
bin=$UV_PROJECT_ENVIRONMENT/bin
mkdir -p $bin
printf '#!/bin/sh\\nexec "{sys.executable}" "$@"\\n' >$bin/python
chmod +x $bin/python
"""


class Machine:
    """A checkout, a home folder and a PATH with only the files of a test."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.home, self.checkout = folder / "bin", folder / "home", folder / "check out"
        (self.checkout / ".ci").mkdir(parents=True)
        self.bin.mkdir()
        for tool in TOOLS:
            if found := shutil.which(tool):
                (self.bin / tool).symlink_to(found)
        shutil.copy(ROOT / ".ci" / "setup", self.checkout / ".ci")
        for name in ("pyproject.toml", "uv.lock"):
            (self.checkout / name).write_text("")

    def program(self, place: Path, text: str) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text)
        place.chmod(0o755)

    def set_up(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [".ci/setup", *arguments],
            cwd=self.checkout,
            env={"PATH": str(self.bin), "HOME": str(self.home), **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def asked_of_uv(self) -> list[str]:
        asked = self.checkout / "asked"
        return asked.read_text().splitlines() if asked.exists() else []

    @property
    def variables_of_uv(self) -> dict[str, str]:
        lines = (self.checkout / "variables").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def ready(machine: Machine) -> Machine:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    assert machine.set_up().returncode == 0
    return machine


def test_a_failing_shim_is_skipped(machine: Machine) -> None:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.13", FAILING_SHIM)
    place = machine.home / ".pyenv" / "versions" / "3.13.5" / "bin" / "python3.13"
    machine.program(place, GOOD_PYTHON)
    assert machine.set_up().returncode == 0
    (asked,) = machine.asked_of_uv
    assert asked.startswith("sync --locked")
    assert asked.endswith(f"--python {sys._base_executable}")  # type: ignore[attr-defined]  # CPython's


def test_a_missing_python_is_reported(machine: Machine) -> None:
    machine.program(machine.bin / "python3.13", FAILING_SHIM)
    machine.program(machine.bin / "python3", "#!/bin/sh\nexit 1\n")
    done = machine.set_up()
    assert done.returncode != 0
    assert "No Python of 3.13 or later" in done.stderr
    assert "pyenv install 3.13" in done.stderr
    assert not (machine.checkout / ".venv").exists()


def test_a_second_run_does_nothing(ready: Machine) -> None:
    assert ready.set_up().stdout == ""
    assert len(ready.asked_of_uv) == 1


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock"])
def test_a_changed_dependency_is_installed(ready: Machine, name: str) -> None:
    (ready.checkout / name).write_text("changed")
    ready.set_up()
    assert len(ready.asked_of_uv) == 2


def test_an_environment_without_its_python_is_created_again(ready: Machine) -> None:
    ready.program(ready.checkout / ".venv" / "bin" / "python", FAILING_SHIM)
    (ready.checkout / ".venv" / "old").touch()
    assert ready.set_up().returncode == 0
    assert not (ready.checkout / ".venv" / "old").exists()
    assert len(ready.asked_of_uv) == 2


def test_a_moved_checkout_gets_a_new_environment(ready: Machine) -> None:
    (ready.checkout / ".venv" / "old").touch()
    ready.checkout = ready.checkout.rename(ready.checkout.with_name("moved"))
    assert ready.set_up().returncode == 0
    assert not (ready.checkout / ".venv" / "old").exists()


def test_variables_of_another_project_do_not_reach_uv(machine: Machine) -> None:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    machine.set_up(
        UV_PYTHON="3.11", VIRTUAL_ENV="/elsewhere", UV_PROJECT_ENVIRONMENT="/elsewhere", KEPT="1"
    )
    variables = machine.variables_of_uv
    assert "KEPT" in variables
    assert not variables.keys() & {"UV_PYTHON", "VIRTUAL_ENV"}
    assert variables["UV_PROJECT_ENVIRONMENT"] == ".venv"


def test_the_newest_supported_python_is_taken(machine: Machine) -> None:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.15", f"#!/bin/sh\ntouch taken\n{EXEC}")
    machine.program(machine.bin / "python3.13", FAILING_SHIM)
    assert machine.set_up().returncode == 0
    assert (machine.checkout / "taken").exists()


def test_an_environment_of_another_python_is_created_again(ready: Machine) -> None:
    other = "import sys; sys.version, sys.version_info = '3.14', (3, 14); exec(sys.argv.pop(1))"
    program = f'#!/bin/sh\nshift\nexec "{sys.executable}" -c "{other}" "$@"\n'
    ready.program(ready.bin / "python3.14", program)
    (ready.checkout / ".venv" / "old").touch()
    assert ready.set_up(PYTHON="python3.13").returncode == 0
    assert (ready.checkout / ".venv" / "old").exists()
    assert ready.set_up(PYTHON="python3.14").returncode == 0
    assert not (ready.checkout / ".venv" / "old").exists()
    assert len(ready.asked_of_uv) == 2


def test_a_python_that_cannot_be_used_is_reported(ready: Machine) -> None:
    ready.program(ready.bin / "python3.14", FAILING_SHIM)
    done = ready.set_up(PYTHON="python3.14")
    assert done.returncode != 0
    assert "PYTHON=python3.14 is not a Python from 3.13 to 3.15" in done.stderr
    assert len(ready.asked_of_uv) == 1


def test_the_service_needs_no_tools_of_development(machine: Machine) -> None:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    for environment in ("service", "run", "service"):
        assert machine.set_up(environment).returncode == 0
    installed, run = machine.asked_of_uv
    assert installed.endswith(" --no-default-groups")
    assert run.endswith(" --no-default-groups --group embedded")
    assert machine.variables_of_uv["UV_PROJECT_ENVIRONMENT"] == ".venv-service"
    assert not (machine.checkout / ".venv").exists()


def test_packages_are_not_named_one_by_one(machine: Machine) -> None:
    machine.program(machine.bin / "uv", f"{UV}echo Installed 1 package\necho ' + django==6.1'\n")
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    assert machine.set_up().stdout.splitlines() == ["Installing into .venv", "Installed 1 package"]


def test_a_failure_of_uv_is_a_failure(machine: Machine) -> None:
    machine.program(machine.bin / "uv", f"{UV}exit 2\n")
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    assert machine.set_up().returncode != 0
    assert machine.set_up().returncode != 0


def test_the_clients_have_a_separate_environment(machine: Machine) -> None:
    machine.program(machine.bin / "uv", UV)
    machine.program(machine.bin / "python3.13", GOOD_PYTHON)
    for _ in range(2):
        assert machine.set_up("clients").returncode == 0
    [asked] = machine.asked_of_uv
    assert asked.endswith(" --only-group clients --only-group fuzz")
    assert machine.variables_of_uv["UV_PROJECT_ENVIRONMENT"] == ".venv-clients"
    assert not (machine.checkout / ".venv").exists()


@pytest.mark.parametrize("has_pip", [True, False], ids=["with pip", "without pip"])
def test_uv_is_installed_if_missing(machine: Machine, has_pip: bool) -> None:
    copy = f'mkdir -p .uv/bin; cp "{machine.home}/uv" .uv/bin/uv'
    fake = (
        f'#!/bin/sh\ncase "$0 $*" in\n'
        f'*" -m pip install "*" --target .uv uv") {copy if has_pip else "exit 1"} ;;\n'
        f'*" -m venv .uv") mkdir -p .uv/bin; cp "$0" .uv/bin/python ;;\n'
        f'".uv/bin/python -m pip install "*" uv") {copy} ;;\n'
        f'*"base_executable"*) echo "$0" ;;\n*) exec "{sys.executable}" "$@" ;;\nesac\n'
    )
    machine.program(machine.bin / "python3.13", fake)
    machine.program(machine.home / "uv", UV)
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert len(machine.asked_of_uv) == 1
    assert (machine.checkout / ".uv/bin/python").exists() != has_pip


def test_make_passes_on_the_requested_python() -> None:
    """`make` exports its variables again, so none of them may be called PYTHON."""
    done = subprocess.run(
        [need("make"), "--silent", "--eval=asked: ; @echo $$PYTHON", "asked"],
        cwd=ROOT,
        env={**os.environ, "PYTHON": "python3.14"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "python3.14\n"
