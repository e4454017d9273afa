"""The steps of `make run`, in order."""

import os
import subprocess
import sys
from collections.abc import Callable

import django
from django.core.exceptions import ImproperlyConfigured

from config.environment import environment
from config.launcher.database import Database, database
from config.launcher.errors import LaunchError
from config.launcher.greeting import greeting, say
from config.launcher.secret import secret_key
from config.launcher.settings import LaunchSettings
from config.launcher.web import HOST, hold, take_port, wait_until_it_answers, web_server

READY_PATH = "/api/health/ready/"


def launch(settings: LaunchSettings, *, is_wanted: Callable[[], bool]) -> None:
    """Serve until the server stops, or until the launcher gets a signal.

    Raises:
        LaunchError: if the service cannot be started, or stops by itself.

    """
    with take_port(settings.port) as listener, database(settings) as used:
        port = listener.getsockname()[1]
        _set_environment(settings, used.url)
        own = settings.database_url is None
        # The web server loads its code, which takes longest, while the database is prepared.
        with hold() as held, web_server(listener, until_closed=held.descriptor) as server:
            used.start()
            say("Preparing the tables")
            django.setup()
            # Models can be imported only after the settings are configured.
            from config.launcher.prepare import is_empty, prepare

            prepare(demo=settings.demo and own)
            if not own and is_empty():
                say("The catalogue of the database is empty, and nothing was loaded into it.")
            say("Starting the web server")
            held.end()
            wait_until_it_answers(server, port=port, path=READY_PATH)
            root = f"http://{HOST}:{port}{environment().path_prefix}"
            sys.stdout.write(greeting(root=root, own_database=own))
            sys.stdout.flush()
            _wait_for_end(server, used, is_wanted=is_wanted)


def _set_environment(settings: LaunchSettings, url: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ["DATABASE_URL"] = url
    # The value was read from this file, and setting both is an error.
    os.environ.pop("DATABASE_URL_FILE", None)
    try:
        if settings.secret_key is None:
            os.environ["SECRET_KEY"] = secret_key(settings.run_directory)
        # Otherwise the web server would report invalid settings too.
        environment()
    except OSError as error:
        raise LaunchError(f"cannot use the folder {settings.run_directory}: {error}") from error
    except ImproperlyConfigured as error:
        raise LaunchError(str(error)) from error


def _wait_for_end(
    server: subprocess.Popen[bytes], used: Database, *, is_wanted: Callable[[], bool]
) -> None:
    while is_wanted():
        used.look_after()
        try:
            raise LaunchError(f"the web server stopped unexpectedly, exit code {server.wait(0.5)}")
        except subprocess.TimeoutExpired:
            continue
