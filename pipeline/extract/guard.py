"""A limit on the time that one document may take.

Threads cannot be stopped and a process for each page would cost more than the extraction, so the limit is an alarm
signal, which interrupts Python code between two steps; a single long call into C (parsing, one regular expression) ends
first. Alarms exist only on Unix and only in the main thread. Elsewhere the limits on size alone hold: the bytes of a
document (``settings.MAXIMUM_DOCUMENT_BYTES``), a page's elements and depth (``pipeline.extract.pages``).
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class OutOfTimeError(Exception):
    """A document took longer than it may; internal to ``pipeline.extract``, it ends as a rejection."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt what runs inside after the given time, where the platform and thread allow it.

    :raises OutOfTimeError: the time is over.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    previous = signal.signal(signal.SIGALRM, _interrupt)
    outer, _ = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, outer)
        signal.signal(signal.SIGALRM, previous)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise OutOfTimeError
