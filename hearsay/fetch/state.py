"""What is remembered from one fetch to the next, in an SQLite file beside the captures.

It only saves requests: without the file everything is asked for again, and nothing is lost.
"""

import json
import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

from hearsay.fetch.exchange import Answer
from pipeline.ingest.feeds import FeedEntry

SCHEMA = """
create table if not exists pages (
    url text primary key, etag text, last_modified text, sha256 text, stamp text,
    checked_at real not null, fresh_until real not null, failures integer not null
);
create table if not exists feeds (url text primary key, entries text not null);
create table if not exists hosts (host text primary key, blocked_until real not null);
create table if not exists robots (origin text primary key, text text not null, fetched_at real not null);
create table if not exists sources (name text primary key, fetched_at real not null);
"""
PAGE_COLUMNS = "etag, last_modified, sha256, stamp, checked_at, fresh_until, failures"
LONGEST_FRESHNESS = timedelta(hours=24)
MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(hours=24)  # after a fault, doubled with each further one


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of an address."""

    etag: str | None = None
    last_modified: str | None = None
    sha256: str | None = None  # of the body as received; None where none was kept
    stamp: str | None = None  # what the feed said of it when it was fetched
    checked_at: datetime | None = None
    fresh_until: datetime | None = None  # as the server said
    failures: int = 0  # in a row

    def is_due(self, now: datetime, *, recheck: timedelta, stamp: str | None) -> bool:
        """Tell whether it is time to ask for it.

        :param recheck: how long a page that was fetched counts as it is.
        :param stamp: what the feed says of it now.
        """
        if self.checked_at is None or self.fresh_until is None:
            return True
        if self.checked_at > now:  # the clock was wrong then, or is now
            return True
        if self.failures:
            pause = min(FIRST_PAUSE * 2 ** min(self.failures - 1, 10), LONGEST_PAUSE)
            return now >= self.checked_at + pause
        if stamp != self.stamp:
            return True
        return now >= max(self.fresh_until, self.checked_at + recheck)


@dataclass(frozen=True, slots=True)
class StoredRobots:
    """A robots.txt that was fetched."""

    text: str
    fetched_at: datetime


class State:
    """What is remembered. Changes are lost unless :meth:`commit` follows.

    :param path: the SQLite file; made where it is missing.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.connection = sqlite3.connect(path, check_same_thread=False)
        try:
            self.connection.executescript(SCHEMA)
        except sqlite3.Error:
            self.connection.close()
            raise
        self.lock = threading.RLock()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def commit(self) -> None:
        """Keep all changes."""
        with self.lock:
            self.connection.commit()

    def page(self, url: str) -> Page:
        """Return what is known of an address."""
        row = self._row(f"select {PAGE_COLUMNS} from pages where url = ?", url)
        if row is None:
            return Page()
        *values, checked_at, fresh_until, failures = row
        return Page(*values, _time(checked_at), _time(fresh_until), failures)

    def conditions(self, url: str) -> dict[str, str]:
        """Return the headers that ask for an address only if it has changed (RFC 9110, section 13)."""
        page = self.page(url)
        given = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified} if page.sha256 else {}
        return {name: value for name, value in given.items() if value}

    def keep_page(self, url: str, answer: Answer, *, sha256: str | None, stamp: str | None, now: datetime) -> None:
        """Remember what an address answered, or what the one did that it redirects to.

        :param sha256: of the body; ``None`` leaves what is known, as an answer 304 does.
        """
        known, fields = self.page(url), answer.fields
        etag, last_modified = (None, None) if sha256 else (known.etag, known.last_modified)
        if url == answer.url:
            etag, last_modified = fields.get("etag", etag), fields.get("last-modified", last_modified)
        self._put(
            "pages", url, etag, last_modified, sha256 or known.sha256, stamp, now.timestamp(),
            _fresh_until(fields, now).timestamp(), 0,
        )

    def keep_stamp(self, url: str, stamp: str, *, now: datetime) -> None:
        """Remember an entry that was taken from its feed."""
        self._put("pages", url, None, None, None, stamp, now.timestamp(), now.timestamp(), 0)

    def keep_failure(self, url: str, *, now: datetime) -> None:
        """Remember that an address gave no page."""
        known = self.page(url)
        self._put(
            "pages", url, known.etag, known.last_modified, known.sha256, known.stamp, now.timestamp(),
            now.timestamp(), known.failures + 1,
        )

    def forget_conditions(self, url: str) -> None:
        """Have an address be asked for whole the next time."""
        self._execute("update pages set etag = null, last_modified = null, sha256 = null where url = ?", url)

    def entries(self, url: str) -> list[FeedEntry]:
        """Return the entries that a feed had when it was last read."""
        row = self._row("select entries from feeds where url = ?", url)
        return [FeedEntry(*entry) for entry in json.loads(row[0])] if row else []

    def keep_entries(self, url: str, entries: Iterable[FeedEntry]) -> None:
        """Remember the entries of a feed."""
        stored = [(entry.entry_id, entry.url, entry.fields) for entry in entries]
        self._put("feeds", url, json.dumps(stored))

    def blocked_until(self, host: str) -> datetime | None:
        """Return until when a host wants to be left alone."""
        row = self._row("select blocked_until from hosts where host = ?", host)
        return _time(row[0]) if row else None

    def block(self, host: str, until: float) -> None:
        """Remember until when a host wants to be left alone, in seconds since 1970."""
        self._put("hosts", host, until)

    def robots(self, origin: str) -> StoredRobots | None:
        """Return the robots.txt of an origin, if it was fetched."""
        row = self._row("select text, fetched_at from robots where origin = ?", origin)
        return StoredRobots(row[0], _time(row[1])) if row else None

    def keep_robots(self, origin: str, text: str, now: datetime) -> None:
        """Remember the robots.txt of an origin."""
        self._put("robots", origin, text, now.timestamp())

    def fetched_at(self, source: str) -> datetime | None:
        """Return when a source was last fetched."""
        row = self._row("select fetched_at from sources where name = ?", source)
        return _time(row[0]) if row else None

    def keep_fetch(self, source: str, now: datetime) -> None:
        """Remember that a source was fetched."""
        self._put("sources", source, now.timestamp())

    def _row(self, statement: str, *values) -> tuple | None:
        with self.lock:
            return self.connection.execute(statement, values).fetchone()

    def _put(self, table: str, *values) -> None:
        self._execute(f"insert or replace into {table} values ({', '.join('?' * len(values))})", *values)

    def _execute(self, statement: str, *values) -> None:
        with self.lock:
            self.connection.execute(statement, values)


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _fresh_until(fields: Mapping[str, str], now: datetime) -> datetime:
    """Return until when an answer need not be asked for again (RFC 9111, section 4.2), a day at most."""
    control = fields.get("cache-control", "").casefold()
    if "no-cache" in control or "no-store" in control:
        return now
    if age := MAX_AGE.search(control):
        past = fields.get("age", "")
        seconds = int(age[1]) - (int(past[:9]) if past.isascii() and past.isdigit() else 0)
    else:
        seconds = _expires(fields)
    return now + min(timedelta(seconds=max(0, seconds)), LONGEST_FRESHNESS)


def _expires(fields: Mapping[str, str]) -> float:
    """Return how long after its date an answer expires, in seconds."""
    try:
        return (parsedate_to_datetime(fields["expires"]) - parsedate_to_datetime(fields["date"])).total_seconds()
    except (KeyError, ValueError, TypeError, OverflowError):
        return 0.0


@contextmanager
def open_state(path: Path):
    """Yield the state of a file; what was not kept is dropped, the file closed. A damaged file is put aside."""
    try:
        state = State(path)
    except sqlite3.OperationalError:  # it is locked, or the disk is full
        raise
    except sqlite3.DatabaseError:
        os.replace(path, path.with_name(f"{path.name}.damaged"))
        state = State(path)
    try:
        yield state
    finally:
        state.close()
