class LaunchError(Exception):
    """The service cannot be started; the message is for the person at the terminal."""
