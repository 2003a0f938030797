"""RSS and Atom feeds, read by feedparser: one record for each entry.

Times stay as the feed writes them: feedparser reads ``10:51 JST`` as 10:51 UTC, so that they are read with all others
by :mod:`pipeline.extract.dates`. A feed that is no well-formed XML is read as far as it can be, as feed readers do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser

from pipeline.ingest.decoding import replace_surrogates
from pipeline.ingest.streams import StreamFault

HTML_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed."""

    entry_id: str  # what the feed calls it, else its link
    url: str | None  # absolute
    fields: dict[str, Any]  # a record with title, url, published_at, modified_at, authors, section, language, text


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read."""

    title: str | None
    entries: tuple[FeedEntry, ...]
    fault: str | None = None  # why it is no well-formed feed, though it could be read


def parse_feed(content: bytes, *, url: str | None = None, content_type: str | None = None) -> Feed:
    """Read a feed.

    :param content: RSS 0.9 to 2.0, RDF or Atom.
    :param url: where it was read, for its relative links.
    :param content_type: header with which it was sent; its charset counts as RFC 7303 asks.
    :raises StreamFault: there is no feed in it.
    """
    headers = {name: value for name, value in (("content-location", url), ("content-type", content_type)) if value}
    try:
        parsed = feedparser.parse(BytesIO(content), response_headers=headers, sanitize_html=False)
    except Exception as error:  # the parser for what is no XML stumbles over some of it in many ways
        raise StreamFault("feed cannot be read", f"{type(error).__name__}: {error}") from error
    language = _text(parsed.feed.get("language"))
    base = url or _link(parsed.feed.get("link"), None)  # of a file, what the feed says it belongs to
    entries = tuple(_read_entry(entry, base, language) for entry in parsed.entries)
    fault = _text(str(parsed.get("bozo_exception", ""))) if parsed.bozo else None
    if not parsed.get("version") and not entries:
        raise StreamFault("no feed in it", fault or "neither RSS nor Atom")
    return Feed(_text(parsed.feed.get("title")), entries, fault)


def _read_entry(entry: Mapping[str, Any], base: str | None, language: str | None) -> FeedEntry:
    url = _link(entry.get("link"), base)
    fields = {
        "title": _text(entry.get("title")),
        "url": url,
        "published_at": _text(dict.get(entry, "published")),
        "modified_at": _text(dict.get(entry, "updated")),
        "authors": [name for author in entry.get("authors", ()) if (name := _text(author.get("name")))] or None,
        "section": next((term for tag in entry.get("tags", ()) if (term := _text(tag.get("term")))), None),
        "language": language,
        "text": _content(entry),
    }
    fields = {name: value for name, value in fields.items() if value is not None}
    return FeedEntry(_text(entry.get("id")) or url or fields.get("title", ""), url, fields)


def _content(entry: Mapping[str, Any]) -> str | None:
    """Return the longest text of an entry: its content, else its summary."""
    texts = [_text(content.get("value")) for content in entry.get("content", ())]
    return max((text for text in (*texts, _text(entry.get("summary"))) if text), key=len, default=None)


def _link(value: Any, base: str | None) -> str | None:
    link = _text(value)
    try:
        return urljoin(base or "", link) if link else None
    except ValueError:
        return None


def _text(value: Any) -> str | None:
    return replace_surrogates(value).strip() or None if isinstance(value, str) else None
