"""`python -m config.launcher [MAKE]`: start the service; at the end, stop everything started.

MAKE is the process id of the `make` that runs this program.
"""

import sys

from config.launcher.errors import LaunchError
from config.launcher.stopping import interrupt_on_stops, watch_parent


def main() -> int:
    interrupt_on_stops()
    is_wanted = watch_parent(int(sys.argv[1]) if len(sys.argv) > 1 else None)
    try:
        # Imported after the signal handlers are installed.
        from config.launcher.launch import launch
        from config.launcher.settings import launch_settings

        launch(launch_settings(), is_wanted=is_wanted)
    except LaunchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stdout.write("\nStopped.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
