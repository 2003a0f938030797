"""Sources to captures: feeds and lists of addresses, what is new or due in them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hearsay.fetch.captures import CaptureWriter, body_sha256
from hearsay.fetch.client import Client, safe_address
from hearsay.fetch.errors import FetchFault
from hearsay.fetch.exchange import Answer
from hearsay.fetch.state import State, open_state
from pipeline import settings
from pipeline.ids import text_sha256
from pipeline.ingest.encodings import decode_body
from pipeline.ingest.errors import SourcesError
from pipeline.ingest.feeds import FeedEntry, parse_feed
from pipeline.ingest.fields import DEFAULTS
from pipeline.ingest.sources import FeedSource, FetchedSource, Sources, UrlsSource
from pipeline.ingest.streams import StreamFault
from pipeline.ingest.warc import HTML_TYPES

STATE_FILE = "state.sqlite"
CAPTURE_BYTES = 64 * 1024**2  # after which another file is begun, so that a fetch that is killed loses little
CAPTURE_PAGES = 100
PAGE_TYPES = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
FEED_TYPES = "application/rss+xml,application/atom+xml,application/xml;q=0.9,*/*;q=0.5"
FIELDS_OF_PAGES = ("published_at", "section", "language")  # of a feed's entry, that count where its page has none
PUT_OFF = frozenset(("host does not answer", "asked to come back later"))


@dataclass
class SourceFetch:
    """What a fetch of one source did."""

    name: str
    fetched: int = 0  # pages, or entries of a feed, that are new or have changed
    unchanged: int = 0  # asked for, and as they were
    not_due: int = 0  # fetched before, and not asked for again yet
    put_off: int = 0  # over the limit of one fetch, or of a host that wants to be left alone
    failures: list[tuple[str, str, str]] = field(default_factory=list)  # address, reason, detail
    warnings: list[str] = field(default_factory=list)
    captures: list[Path] = field(default_factory=list)


def fetch_sources(
    sources: Sources, captures: Path, *, names: Iterable[str] = (), recheck: bool = False,
    make_client: Callable[[State, Sources], Client] | None = None,
    on_fetched: Callable[[SourceFetch], None] = lambda fetched: None,
) -> list[SourceFetch]:
    """Fetch what is new in the sources and keep it in captures.

    :param captures: the folder to keep them in, one below it for each source.
    :param names: the sources to fetch; empty: all that are fetched.
    :param recheck: ask for all pages, also for those that are not due.
    :param make_client: makes what requests go through.
    :param on_fetched: is told of each source when it is done.
    """
    names = set(names)
    chosen = [source for source in sources.fetched() if not names or source.name in names]
    make_client = make_client or (lambda state, sources: Client(state, contact=sources.contact))
    results = []
    with open_state(captures / STATE_FILE) as state:
        client = make_client(state, sources)
        for source in chosen:
            writer = CaptureWriter(captures / source.name, source=source.name, software=client.user_agent)
            results.append(_Fetch(source, sources, client, writer, recheck=recheck).run())
            on_fetched(results[-1])
    return results


def due_sources(sources: Sources, captures: Path, *, now: datetime) -> list[str]:
    """Return the names of the sources whose time has come by their ``every_minutes``."""
    with open_state(captures / STATE_FILE) as state:
        times = {source.name: state.fetched_at(source.name) for source in sources.fetched()}
    return [
        source.name for source in sources.fetched()
        if (last := times[source.name]) is None or abs(now - last) >= timedelta(minutes=source.every_minutes)
    ]


class _Fetch:
    """One fetch of one source."""

    def __init__(
        self, source: FetchedSource, sources: Sources, client: Client, writer: CaptureWriter, *, recheck: bool
    ) -> None:
        self.source, self.sources, self.client, self.writer = source, sources, client, writer
        self.state, self.clock = client.state, client.clock
        self.recheck = timedelta(0) if recheck else timedelta(hours=source.recheck_hours)
        self.is_forced = recheck
        self.result = SourceFetch(source.name)

    def run(self) -> SourceFetch:
        """Fetch, and keep what was fetched also where it is broken off."""
        try:
            if isinstance(self.source, FeedSource):
                self._fetch_feed(self.source)
            elif isinstance(self.source, UrlsSource):
                self._fetch_list(self.source)
            self.state.keep_fetch(self.source.name, self.clock.now())
        finally:
            self._complete()
        return self.result

    def _complete(self) -> None:
        """Complete the capture file, then remember what is in it: never the other way round."""
        if path := self.writer.close():
            self.result.captures.append(path)
        self.state.commit()

    def _fetch_list(self, source: UrlsSource) -> None:
        try:
            addresses = self.sources.addresses(source)
        except SourcesError as error:
            self.result.failures.append((source.name, "addresses cannot be read", str(error)))
        else:
            self._fetch_pages((address, {}, None) for address in addresses)

    def _fetch_feed(self, source: FeedSource) -> None:
        entries = self._entries(source)
        if source.pages:
            stamped = ((entry.url, _page_fields(entry), _stamp(entry)) for entry in entries if entry.url)
            self._fetch_pages(stamped)
        else:
            self._keep_entries(source, entries)

    def _entries(self, source: FeedSource) -> list[FeedEntry]:
        """Return the entries of a feed: what it holds now, else what it held when it was last read."""
        url = source.url
        if not self._is_due(url, None, recheck=timedelta(0)):
            return self.state.entries(url)
        answer = self._get(url, {}, None, accept=FEED_TYPES)
        if answer is None or answer.status == 304:
            return self.state.entries(url)
        try:
            feed = parse_feed(_decoded(answer), url=answer.url, content_type=answer.fields.get("content-type"))
        except StreamFault as fault:
            self._fail(url, FetchFault(fault.reason, fault.detail))
            self.state.forget_conditions(url)
            return self.state.entries(url)
        if feed.fault:
            self.result.warnings.append(f"the feed is not well-formed and was read as far as it goes: {feed.fault}")
        self.state.keep_entries(url, feed.entries)
        return list(feed.entries)

    def _keep_entries(self, source: FeedSource, entries: list[FeedEntry]) -> None:
        for entry in entries:
            key, digest = f"{source.url}#{entry.entry_id}", text_sha256(repr(sorted(entry.fields.items())))
            if self.state.page(key).stamp == digest:
                self.result.not_due += 1
                continue
            self.writer.write_entry(entry.url or source.url, entry.fields, at=self.clock.now())
            self.state.keep_stamp(key, digest, now=self.clock.now())
            self.result.fetched += 1

    def _fetch_pages(self, pages: Iterable[tuple[str, dict[str, Any], str | None]]) -> None:
        asked = 0
        for url, fields, stamp in _once(pages):
            if not self._is_due(url, stamp, recheck=self.recheck):
                self.result.not_due += 1
            elif asked >= self.source.limits.documents:
                self.result.put_off += 1
            else:
                asked += 1
                self._fetch_page(url, fields, stamp)
                if asked % CAPTURE_PAGES == 0 or self.writer.size > CAPTURE_BYTES:
                    self._complete()

    def _fetch_page(self, url: str, fields: dict[str, Any], stamp: str | None) -> None:
        known = self.state.page(url).sha256
        answer = self._get(url, fields, stamp, accept=PAGE_TYPES)
        if answer is None:
            return
        if answer.status == 304 or (known is not None and known == body_sha256(answer)):
            self.result.unchanged += 1
            return
        if not _is_page(answer):
            self._fail(url, FetchFault("not a page", answer.media_type[:100]))
            return
        try:
            _decoded(answer)
        except StreamFault as fault:  # what was received is kept, and is rejected when it is read
            self._fail(url, FetchFault(fault.reason, fault.detail), is_kept=True)
            for address in (url, answer.url):
                self.state.forget_conditions(address)
            return
        self.result.fetched += 1

    def _get(self, url: str, fields: dict[str, Any], stamp: str | None, *, accept: str) -> Answer | None:
        """Return what an address answers, kept and remembered; ``None`` where it is no page."""

        def keep(answer: Answer) -> None:
            is_known = answer.status == 200 and self.state.page(answer.url).sha256 == body_sha256(answer)
            self.writer.write_answer(answer, fields=fields if _is_page(answer) else {}, is_known=is_known)

        try:
            answer = self.client.get(url, self.source, accept=accept, keep=keep)
        except FetchFault as fault:
            self._fail(url, fault)
            return None
        now = self.clock.now()
        sha256 = None if answer.status == 304 else body_sha256(answer)
        for address in dict.fromkeys((url, answer.url)):
            self.state.keep_page(address, answer, sha256=sha256, stamp=stamp, now=now)
        return answer

    def _fail(self, url: str, fault: FetchFault, *, is_kept: bool = False) -> None:
        if fault.reason in PUT_OFF:
            self.result.put_off += 1
            return
        self.result.failures.append((url, fault.reason, fault.detail))
        if not is_kept:
            self.writer.write_fault(url, fault, at=self.clock.now())
        self.state.keep_failure(url, now=self.clock.now())

    def _is_due(self, url: str, stamp: str | None, *, recheck: timedelta) -> bool:
        return self.is_forced or self.state.page(url).is_due(self.clock.now(), recheck=recheck, stamp=stamp)


def _decoded(answer: Answer) -> bytes:
    codings = answer.fields.get("content-encoding")
    return decode_body(answer.body, codings=codings, limit=settings.MAXIMUM_DOCUMENT_BYTES)


def _is_page(answer: Answer) -> bool:
    return answer.status == 200 and (not answer.media_type or answer.media_type in HTML_TYPES)


def _page_fields(entry: FeedEntry) -> dict[str, Any]:
    """Return what the feed says of a page that the page itself may not say."""
    given = {name: entry.fields[name] for name in FIELDS_OF_PAGES if name in entry.fields}
    return {DEFAULTS: given} if given else {}


def _stamp(entry: FeedEntry) -> str:
    """Return what changes when a feed says that an entry has."""
    return text_sha256(repr([entry.fields.get(name) for name in ("title", "published_at", "modified_at")]))


def _once(pages: Iterable[tuple[str, dict[str, Any], str | None]]) -> Iterator[tuple[str, dict[str, Any], str | None]]:
    """Yield pages with their addresses as they are sent, each once; those that are no addresses as they are."""
    seen = set()
    for url, fields, stamp in pages:
        with suppress(FetchFault):  # asking for it says why
            url = safe_address(url)
        if url not in seen:
            seen.add(url)
            yield url, fields, stamp
