import signal
from types import FrameType

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def interrupt_on_stops() -> None:
    """Raise KeyboardInterrupt at the first signal that asks us to stop; ignore the next ones.

    They come in pairs (from `make`, and from the terminal), and a second one would cut the
    orderly end short.
    """
    for stop in STOPS:
        # nohup has the terminal's end ignored.
        if stop != signal.SIGHUP or signal.getsignal(stop) != signal.SIG_IGN:
            signal.signal(stop, _interrupt)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    for stop in STOPS:
        signal.signal(stop, signal.SIG_IGN)
    raise KeyboardInterrupt
