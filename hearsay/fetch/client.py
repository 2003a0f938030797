"""Addresses to answers: redirects, robots.txt, pauses, attempts."""

import random
import re
import ssl
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from w3lib.url import safe_url_string

from hearsay.fetch.addresses import Resolve, public_addresses, resolve_host
from hearsay.fetch.clock import Clock, Pace
from hearsay.fetch.errors import TOO_LONG, FetchFault
from hearsay.fetch.exchange import PORTS, Answer, Deadline, exchange
from hearsay.fetch.robots import ROBOTS_BYTES, Robots, Rules
from hearsay.fetch.state import State
from hearsay.versions import project_version
from pipeline.ingest.sources import FetchedSource

REDIRECTS = frozenset((301, 302, 303, 307, 308))
PASSING_STATUSES = frozenset((429, 500, 502, 503, 504))
FIRST_BACKOFF_SECONDS = 1.0
LONGEST_BLOCK_SECONDS = 24 * 3600.0
LONGEST_BLOCK = timedelta(seconds=LONGEST_BLOCK_SECONDS + 1)  # what lies later was noted by a clock that was wrong
SILENCE = frozenset(("connection failed", TOO_LONG, "host not found"))
SILENT_HOST_FAULTS = 3  # after so many of these in a row a host is left alone for the rest of a fetch
ENCODINGS = "gzip, deflate"

Keep = Callable[[Answer], None]


class Client:
    """Fetches for one source after the other.

    :param state: what is remembered from earlier fetches.
    :param clock: what pauses are measured by.
    :param resolve: gives the IP addresses of a host name.
    :param tls: what certificates are checked against, where not what the system trusts.
    :param contact: how the operator can be reached, for the User-Agent.
    """

    def __init__(
        self, state: State, *, clock: Clock | None = None, resolve: Resolve = resolve_host,
        tls: ssl.SSLContext | None = None, contact: str | None = None,
    ) -> None:
        self.state, self.resolve, self.tls = state, resolve, tls
        self.clock = clock or Clock()
        self.pace = Pace(self.clock)
        self.robots = Robots(state, self.clock)
        self.silent: Counter[str] = Counter()
        self.user_agent = f"Hearsay/{project_version().partition(' ')[0]}" + (f" (+{contact})" if contact else "")

    def get(self, url: str, source: FetchedSource, *, accept: str, keep: Keep) -> Answer:
        """Return what an address answers in the end: status 200, or 304 where it has not changed.

        :param url: absolute.
        :param source: whose limits hold.
        :param accept: media types that are asked for.
        :param keep: is given every answer on the way, the last included.
        :raises FetchFault: it gave no such answer, after as many attempts as the source allows.
        """
        url = safe_address(url)
        for attempt in range(1, source.limits.attempts):
            try:
                return self._follow(url, source, accept=accept, keep=keep)
            except FetchFault as fault:
                if not fault.is_passing:
                    raise
                self.clock.sleep(self._pause(fault, attempt, source))
        return self._follow(url, source, accept=accept, keep=keep)

    def _pause(self, fault: FetchFault, attempt: int, source: FetchedSource) -> float:
        """Return how long to wait before the next attempt.

        :raises FetchFault: longer than the source waits.
        """
        backoff = FIRST_BACKOFF_SECONDS * 2 ** (attempt - 1) * random.uniform(1, 1.5)
        seconds = max(backoff, fault.wait_seconds or 0)
        if seconds > source.limits.wait_seconds:
            raise fault
        return seconds

    def _follow(self, url: str, source: FetchedSource, *, accept: str, keep: Keep) -> Answer:
        """Follow redirects to the end; each address on the way is checked like the first."""
        for _ in range(source.limits.redirects + 1):
            answer = self._ask(url, source, accept=accept, keep=keep)
            keep(answer)
            if answer.status in REDIRECTS:
                url = redirected(answer)
            elif answer.status in (200, 304):
                return answer
            else:
                raise self._refusal(answer)
        raise FetchFault("too many redirects", f"more than {source.limits.redirects}, the last to {url}"[:300])

    def _ask(self, url: str, source: FetchedSource, *, accept: str, keep: Keep) -> Answer:
        rules = self._rules(url, source, keep=keep)
        if not rules.allow(url):
            raise FetchFault("forbidden by robots.txt", url[:300])
        gap = max(source.seconds_between_requests, min(rules.delay, source.limits.wait_seconds))
        headers = {"Accept": accept, **self.state.conditions(url)}
        return self._request(url, source, headers=headers, gap=gap, size=source.limits.size)

    def _request(
        self, url: str, source: FetchedSource, *, headers: Mapping[str, str], gap: float, size: int, cut: bool = False
    ) -> Answer:
        name, port = host_of(url)
        host = f"{name}:{port}"
        self._check_host(host)
        self.pace.wait(host, gap=gap)
        given = {"User-Agent": self.user_agent, "Accept-Encoding": ENCODINGS, **headers}
        try:
            deadline = Deadline(source.limits.seconds)
            addresses = public_addresses(
                name, port, resolve=self.resolve, allow_private=source.allow_private, seconds=deadline.remaining
            )
            answer = exchange(
                url, addresses=addresses, headers=given, deadline=deadline, size=size, tls=self.tls, cut=cut
            )
        except FetchFault as fault:
            self.silent[host] += fault.reason in SILENCE
            raise
        self.silent[host] = 0
        return answer

    def _check_host(self, host: str) -> None:
        if self.silent[host] >= SILENT_HOST_FAULTS:
            raise FetchFault("host does not answer", f"{host}, {SILENT_HOST_FAULTS} times in a row")
        blocked_until = self.state.blocked_until(host)
        now = self.clock.now()
        if blocked_until is not None and now < blocked_until <= now + LONGEST_BLOCK:
            raise FetchFault("asked to come back later", f"{host}, not before {blocked_until:%Y-%m-%d %H:%M:%S} UTC")

    def _refusal(self, answer: Answer) -> FetchFault:
        """Return the fault of an answer that is none of the good ones; remember until when a host wants to be left."""
        wait_seconds = None
        if answer.status in (429, 503):
            wait_seconds = retry_after(answer, now=self.clock.now().timestamp())
        if wait_seconds is not None:
            until = self.clock.now().timestamp() + min(wait_seconds, LONGEST_BLOCK_SECONDS)
            self.state.block("{}:{}".format(*host_of(answer.url)), until)
        detail = f"{answer.reason[:100]}" + ("" if wait_seconds is None else f", Retry-After {wait_seconds:.0f} s")
        return FetchFault(
            f"status {answer.status}", detail, is_passing=answer.status in PASSING_STATUSES, wait_seconds=wait_seconds
        )

    def _rules(self, url: str, source: FetchedSource, *, keep: Keep) -> Rules:
        if not source.obey_robots:
            return Rules.none()

        def fetch(address: str) -> Answer:
            for _ in range(source.limits.redirects + 1):
                gap = source.seconds_between_requests
                answer = self._request(address, source, headers={}, gap=gap, size=ROBOTS_BYTES, cut=True)
                keep(answer)
                if answer.status not in REDIRECTS:
                    return answer
                address = redirected(answer)
            return answer

        return self.robots.rules(url, fetch)


def host_of(url: str) -> tuple[str, int]:
    """Return the host and port of an address."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or PORTS[parts.scheme]


def safe_address(url: str) -> str:
    """Return an address as it is sent: in ASCII, without a fragment.

    :raises FetchFault: it is none of the web.
    """
    try:
        safe = safe_url_string(url.strip()).partition("#")[0]
        parts = urlsplit(safe)
        _ = parts.port
    except (ValueError, UnicodeError) as error:
        raise FetchFault("no web address", f"{url[:200]}: {error}") from error
    if parts.scheme not in PORTS or not parts.hostname or not safe.isascii() or re.search(r"[\x00-\x20\x7f]", safe):
        raise FetchFault("no web address", url[:300])
    if parts.username is not None:
        raise FetchFault("no web address", "it holds a user name or password")
    return safe


def redirected(answer: Answer) -> str:
    """Return where a redirect leads.

    :raises FetchFault: nowhere, or to what is no web address.
    """
    location = answer.fields.get("location", "")
    try:
        location = location.encode("latin-1").decode("utf-8", "replace")
        target = urljoin(answer.url, location.strip())
    except ValueError as error:
        raise FetchFault("no web address", f"redirect to {location[:200]}: {error}") from error
    if not location.strip():
        raise FetchFault("redirect to nowhere", f"status {answer.status} without Location")
    return safe_address(target)


def retry_after(answer: Answer, *, now: float) -> float | None:
    """Return the seconds of a header ``Retry-After`` (RFC 9110, section 10.2.3); ``None`` where there is none."""
    value = answer.fields.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError, OverflowError):
        return None
