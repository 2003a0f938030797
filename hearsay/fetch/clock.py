"""Time, as what fetches waits by it; tests bring one of their own."""

import threading
import time
from collections import defaultdict
from datetime import UTC, datetime


class Clock:
    """The system's time."""

    def now(self) -> datetime:
        """Return the time of day, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class Pace:
    """Keeps requests to one host apart.

    :param clock: what is waited by.
    """

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.free_at: defaultdict[str, float] = defaultdict(float)
        self.lock = threading.Lock()

    def wait(self, host: str, *, gap: float) -> None:
        """Wait until a host may be asked again.

        :param gap: seconds from this request to the next.
        """
        with self.lock:
            now = self.clock.monotonic()
            starts_at = max(now, self.free_at[host])
            self.free_at[host] = starts_at + gap
        if starts_at > now:
            self.clock.sleep(starts_at - now)
