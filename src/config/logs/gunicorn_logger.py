"""Gunicorn's logger, without work for a log that is not written."""

from gunicorn.glogging import Logger


class GunicornLogger(Logger):  # type: ignore[misc]  # gunicorn is untyped
    """Formats its access log only with `--access-logfile`.

    The service writes its own (`ACCESS_LOG`). With a `logconfig_dict`, gunicorn formats every line
    before `logging` discards it, which takes a tenth of a short request.
    """

    def _compute_access_log_enabled(self) -> bool:
        return bool(self.cfg.accesslog)
