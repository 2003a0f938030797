"""robots.txt, as RFC 9309 has it: what a host lets be fetched, and how fast."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from hearsay.fetch.clock import Clock
from hearsay.fetch.errors import FetchFault
from hearsay.fetch.exchange import Answer
from hearsay.fetch.state import State

AGENT = "hearsay"  # the product token that rules are looked up for
ROBOTS_BYTES = 512 * 1024  # section 2.5 asks for 500 KiB at least
VALID_FOR = timedelta(hours=24)  # section 2.4


@dataclass(frozen=True)
class Rules:
    """What a host lets be fetched."""

    parsed: Protego | None  # None: everything

    @classmethod
    def none(cls) -> "Rules":
        """Return the rules of a host that has none."""
        return cls(None)

    @classmethod
    def parse(cls, text: str) -> "Rules":
        """Return the rules that a robots.txt holds."""
        return cls(Protego.parse(text))

    def allow(self, url: str) -> bool:
        """Tell whether an address may be fetched."""
        return self.parsed is None or self.parsed.can_fetch(url, AGENT)

    @property
    def delay(self) -> float:
        """Seconds that the host wants between two requests."""
        return float((self.parsed and self.parsed.crawl_delay(AGENT)) or 0.0)


class Robots:
    """The rules of hosts, fetched once a day.

    :param state: where they are remembered.
    :param clock: what their age is measured by.
    """

    def __init__(self, state: State, clock: Clock) -> None:
        self.state, self.clock = state, clock
        self.known: dict[str, Rules | FetchFault] = {}
        self.lock = threading.Lock()

    def rules(self, url: str, fetch: Callable[[str], Answer]) -> Rules:
        """Return the rules for an address.

        Where robots.txt cannot be had, everything is allowed if the server says that there is none, and nothing if it
        does not answer or has a fault of its own; rules that were fetched before are kept to meanwhile.

        :param fetch: requests an address and follows its redirects.
        :raises FetchFault: they cannot be had.
        """
        parts = urlsplit(url)
        origin = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        with self.lock:
            found = self.known.get(origin)
            if found is None:
                found = self.known[origin] = self._find(origin, fetch)
        if isinstance(found, FetchFault):
            raise found
        return found

    def _find(self, origin: str, fetch: Callable[[str], Answer]) -> Rules | FetchFault:
        stored = self.state.robots(origin)
        if stored is not None and abs(self.clock.now() - stored.fetched_at) < VALID_FOR:
            return Rules.parse(stored.text)
        try:
            text = _text(fetch(f"{origin}/robots.txt"))
        except FetchFault as fault:
            if stored is not None:
                return Rules.parse(stored.text)
            if not fault.is_passing:
                return fault
            return FetchFault("no answer for robots.txt", str(fault))
        self.state.keep_robots(origin, text, self.clock.now())
        return Rules.parse(text)


def _text(answer: Answer) -> str:
    """Return the rules that an answer holds; none where the server says that there are none.

    :raises FetchFault: the server has a fault of its own.
    """
    if answer.status == 200:
        return answer.body.decode("utf-8", "replace")
    if answer.status == 429 or answer.status >= 500:
        raise FetchFault("no answer for robots.txt", f"status {answer.status}", is_passing=True)
    return ""
