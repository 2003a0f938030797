"""Alerts: what is told to somebody who is not looking, and where it is sent.

Nothing is sent unless one of these is set in the environment:

``HEARSAY_ALERTS_URL``
    A webhook. It gets a POST of ``{"text": "..."}``, which Slack, Mattermost, Google Chat and many others read.
``HEARSAY_ALERTS_PRIVATE``
    ``yes``: the webhook may be at a private address, such as a chat server of one's own.
``HEARSAY_ALERTS_FILE``
    A file to which each alert is added as a line of JSON, for a log collector.
``HEARSAY_ALERTS_QUIET_HOURS``
    After how many hours without a new document a source is told of; default: 48.
"""

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from hearsay.errors import UserError
from hearsay.fetch.addresses import Resolve, public_addresses, resolve_host
from hearsay.fetch.client import host_of, safe_address
from hearsay.fetch.errors import FetchFault
from hearsay.fetch.exchange import Deadline, exchange

URL, FILE = "HEARSAY_ALERTS_URL", "HEARSAY_ALERTS_FILE"
PRIVATE, QUIET_HOURS = "HEARSAY_ALERTS_PRIVATE", "HEARSAY_ALERTS_QUIET_HOURS"
SECONDS, ANSWER_BYTES = 15.0, 65_536
HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Hearsay"}


class AlertNotSent(Exception):
    """The webhook or the file did not take an alert; the message says why."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that somebody should look at."""

    kind: str  # run_failed, check_failed or source_quiet
    subject: str  # the job, the check or the source
    text: str  # what is wrong, in a sentence or two
    at: str  # when, ISO 8601


@dataclass(frozen=True, slots=True)
class Channel:
    """Where alerts go."""

    url: str | None = None
    file: Path | None = None
    allow_private: bool = False
    quiet: timedelta = timedelta(hours=48)


def channel_of(environment: Mapping[str, str] = os.environ) -> Channel | None:
    """Return where alerts go; None where nothing is set.

    :raises UserError: what is set cannot be understood.
    """
    url, file = environment.get(URL, "").strip(), environment.get(FILE, "").strip()
    if not url and not file:
        return None
    hours = environment.get(QUIET_HOURS, "").strip() or "48"
    try:
        quiet = timedelta(hours=float(hours))
        url = safe_address(url) if url else ""
    except (ValueError, OverflowError) as error:
        raise UserError(f"{QUIET_HOURS} is {hours!r}: it should be a number of hours, such as 48") from error
    except FetchFault as error:
        raise UserError(f"{URL} should begin with https:// or http:// ({error.reason})") from error
    allow_private = environment.get(PRIVATE, "").strip().casefold() in ("yes", "true", "1")
    return Channel(url or None, Path(file) if file else None, allow_private, quiet)


def send(alerts: Sequence[Alert], channel: Channel, *, resolve: Resolve = resolve_host) -> None:
    """Send alerts to the webhook, in one message, and add them to the file.

    A redirect is not followed, and a private address is not connected to unless the channel allows it.

    :raises AlertNotSent: one of them did not take them. The address of the webhook, often a secret, is not told.
    """
    if channel.url:
        text = "\n".join(f"Hearsay: {alert.text}" for alert in alerts)
        _post(channel, json.dumps({"text": text}).encode(), resolve)
    if channel.file:
        lines = "".join(json.dumps(asdict(alert), ensure_ascii=False) + "\n" for alert in alerts)
        try:
            channel.file.parent.mkdir(parents=True, exist_ok=True)
            with channel.file.open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(lines)
        except OSError as error:
            raise AlertNotSent(f"The file {channel.file} of {FILE} cannot be written: {error.strerror}") from error


def _post(channel: Channel, message: bytes, resolve: Resolve) -> None:
    host, port = host_of(channel.url)
    try:
        addresses = public_addresses(host, port, resolve=resolve, allow_private=channel.allow_private)
        answer = exchange(
            channel.url, addresses=addresses, headers=HEADERS, deadline=Deadline(SECONDS), size=ANSWER_BYTES, cut=True,
            posted=message,
        )
    except FetchFault as error:
        hint = f"; {PRIVATE}=yes allows it" if error.reason == "address not public" else ""
        raise AlertNotSent(f"The webhook at {host} cannot be reached: {error}{hint}") from error
    if not 200 <= answer.status < 300:
        raise AlertNotSent(f"The webhook at {host} answered with status {answer.status} {answer.reason}".rstrip())
