class LaunchError(Exception):
    """The service cannot be started; the message is shown to the user."""
