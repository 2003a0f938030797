"""The names under which news records carry their fields, brought to one convention.

A key is compared without case, ``_``, ``-``, ``.``, ``:`` and spaces, so ``publishedAt``, ``published_at`` and
``Published At`` are one. Of several keys that mean one field, the first in the table that is not empty counts. The
names cover NewsAPI, news-please, schema.org's NewsArticle, feeds and the usual corpora.
"""

import math
import re
from collections.abc import Mapping
from typing import Any

from pipeline.ingest.decoding import normalise_line_ends, replace_surrogates

TEXT, HTML = "text", "html"
DEFAULTS = "defaults"  # what a document's feed or source says of it, which counts where the document does not say it
CONVENTION: dict[str, tuple[str, ...]] = {
    TEXT: (
        "text",
        "body",
        "content",
        "articlebody",
        "articletext",
        "bodytext",
        "fulltext",
        "maintext",
        "plaintext",
        "contenttext",
        "article",
        "story",
    ),
    HTML: ("html", "rawhtml", "page", "pagehtml", "bodyhtml", "contenthtml"),
    "title": ("title", "headline", "webtitle"),
    "url": ("url", "link", "canonicalurl", "articleurl", "pageurl", "weburl", "permalink", "href"),
    "published_at": (
        "publishedat",
        "datepublished",
        "publishedtime",
        "published",
        "pubdate",
        "datepublish",
        "publishdate",
        "publicationdate",
        "webpublicationdate",
        "firstcreated",
        "date",
        "datetime",
        "timestamp",
        "createdat",
    ),
    "modified_at": (
        "modifiedat",
        "datemodified",
        "modifiedtime",
        "modified",
        "datemodify",
        "lastmodified",
        "updatedat",
        "updated",
        "versioncreated",
    ),
    "retrieved_at": (
        "retrievedat",
        "retrieved",
        "crawledat",
        "crawldate",
        "scrapedat",
        "fetchedat",
        "fetchtime",
        "datedownload",
        "downloaddate",
        "accessedat",
    ),
    "outlet": (
        "outlet",
        "publication",
        "publisher",
        "newspaper",
        "sourcename",
        "sitename",
        "source",
        "provider",
        "sourcedomain",
        "sourceurl",
        "domain",
        "site",
    ),
    "authors": ("authors", "author", "byline", "creator", "writer"),
    "byline": ("byline",),
    "section": ("section", "articlesection", "sectionname", "category"),
    "language": ("language", "lang", "inlanguage"),
}
KEY_NOISE = re.compile(r"[\s_.:\-]+")
RENDERED = ("rendered", "main", "plain", "text", "value")


def map_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's fields under the names of the convention; what is empty or unknown is left out.

    :param record: one JSON object.
    :return: ``text``, ``html`` and the other names of :data:`CONVENTION`, each only where the record has a value.
        Texts given as lists of paragraphs are joined by blank lines; an object under ``fields`` counts as part of the
        record, and of an object with a text its text counts, as the interfaces of The Guardian and WordPress have them.
    """
    values = {}
    nested = record.get("fields")
    for key, value in (*record.items(), *(nested.items() if isinstance(nested, Mapping) else ())):
        values.setdefault(KEY_NOISE.sub("", str(key)).casefold(), value)
    mapped = {}
    for name, keys in CONVENTION.items():
        read = READERS.get(name, _read_value)
        value = next((value for key in keys if (value := read(values.get(key))) is not None), None)
        if value is not None:
            mapped[name] = value
    return mapped


def holds_text(record: Any) -> bool:
    """Tell whether a JSON value is a record with a text or page of its own."""
    return isinstance(record, Mapping) and not {TEXT, HTML}.isdisjoint(map_fields(record))


def _read_text(value: Any) -> str | None:
    if isinstance(value, Mapping):
        value = next((value[key] for key in RENDERED if key in value), None)
    if isinstance(value, list) and all(isinstance(paragraph, str) for paragraph in value):
        value = "\n\n".join(value)
    if not isinstance(value, str) or not value.strip():
        return None
    return normalise_line_ends(replace_surrogates(value))


def _read_value(value: Any) -> Any:
    """Clean a value of any shape; ``None`` stands for empty."""
    if isinstance(value, str):
        return replace_surrogates(value).strip() or None
    if isinstance(value, Mapping):
        return {
            str(key): item
            for key, item in ((key, _read_value(item)) for key, item in value.items())
            if item is not None
        } or None
    if isinstance(value, list):
        return [item for item in map(_read_value, value) if item is not None] or None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return None if isinstance(value, bool) else value


def _read_title(value: Any) -> str | None:
    text = _read_text(value)
    return text and text.strip()


READERS = {TEXT: _read_text, HTML: _read_text, "title": _read_title}
