"""Documents to articles."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from pipeline import settings
from pipeline.extract import crosscheck, dates, languages, pages, repeated, urls
from pipeline.extract.bylines import parse_authors
from pipeline.extract.cleaning import clean_value
from pipeline.extract.dates import Moment, best_moment, read_moment, why_rejected
from pipeline.extract.guard import OutOfTimeError, time_limit
from pipeline.extract.layout import Layout, Line, count_words, read_layout
from pipeline.extract.lines import split_lines
from pipeline.extract.metadata import Metadata, read_metadata
from pipeline.extract.notes import CORRECTION, EDITORS_NOTE, UPDATE
from pipeline.extract.statuses import TEASER_WORDS, status_of
from pipeline.ids import stable_id, text_sha256
from pipeline.ingest.fields import DEFAULTS
from pipeline.records import Article, Document, OutletLine, Rejection, RemovedLine

STAGE = "extract"
SENTENCE_MARK = re.compile(r"[.!?…。！？।؟۔።]")
SENTENCE_WORDS, UNMARKED_WORDS = 4, 25  # of a sentence with its mark; of one without, as Thai writes them


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document gave: an article with the lines that were taken out of it, or a rejection."""

    article: Article | None
    removed_lines: tuple[RemovedLine, ...] = ()
    rejection: Rejection | None = None
    rejected_values: tuple[Rejection, ...] = ()  # dates that are none; the article stays
    lines: tuple[OutletLine, ...] = ()  # of the body, that may turn out to be boilerplate (pipeline.extract.repeated)


class _Unusable(Exception):
    """A document has no article in it; ``reason`` is short and countable."""

    def __init__(self, reason: str, detail: str | None = None):
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def extract_article(document: Document) -> Extraction:
    """Find the article in a document.

    :param document: plain text, an HTML page or a JSON record with either.
    :return: the article and the removed lines, or a rejection with stage ``extract``; it never raises for what the
        document holds. Paragraphs of the body are separated by a blank line. Positions of removed lines count the lines
        of the document's text; of an HTML page's, the lines of the text that was found in it.
    """
    try:
        with time_limit(settings.EXTRACTION_SECONDS):
            return _extract(document)
    except _Unusable as fault:
        return _rejected(document, fault.reason, fault.detail)
    except pages.PageError as fault:
        return _rejected(document, "page cannot be parsed", str(fault))
    except OutOfTimeError:
        return _rejected(document, "extraction took too long", f"more than {settings.EXTRACTION_SECONDS} seconds")
    except Exception as error:  # the parsers beneath raise many kinds on broken pages: one page must not end a batch
        return _rejected(document, "extraction failed", f"{type(error).__name__}: {error}")


def _rejected(document: Document, reason: str, detail: str | None) -> Extraction:
    shown = document.text.replace("\x00", "")[: settings.REJECTED_INPUT_CHARACTERS]
    identity = stable_id("rejection", STAGE, document.source_document, reason, document.sha256)
    rejection = Rejection(identity, STAGE, reason, detail, document.source_document, None, None, shown)
    return Extraction(None, (), rejection)


def _extract(document: Document) -> Extraction:
    retrieved_at, retrieved_at_source = _retrieved_at(document)
    page = pages.parse_page(document.text) if _is_page(document) else None
    known = _known(document, page, retrieved_at)
    layout = _layout(document, page, known, retrieved_at)
    article = replace(_article(document, known, layout, retrieved_at), retrieved_at_source=retrieved_at_source)
    article = _with_kind(article, document, page, known, layout)
    removed = tuple(
        RemovedLine(article.article_id, position, line, reason) for position, line, reason in layout.removed
    )
    lines = repeated.outlet_lines(article, [line.position for line in layout.paragraphs])
    return Extraction(article, removed, rejected_values=_rejected_values(article, known, layout), lines=lines)


def _known(document: Document, page: HtmlElement | None, retrieved_at: datetime) -> Metadata:
    """Return what the record and the page say of the article, else the feed or source that it came from."""
    recorded = _recorded(document.fields, retrieved_at)
    found = Metadata(url=recorded.url)
    if page is not None:
        found = read_metadata(page, url=recorded.url, retrieved_at=retrieved_at)
    return _with_defaults(_merge(recorded, found), document.fields.get(DEFAULTS) or {}, retrieved_at)


def _layout(document: Document, page: HtmlElement | None, known: Metadata, retrieved_at: datetime) -> Layout:
    """Take the text of a document apart.

    :raises _Unusable: there is no article in it.
    """
    lines = _text_lines(document) if page is None else pages.page_lines(page)
    layout = read_layout(
        lines,
        retrieved_at=retrieved_at,
        title=known.title,
        outlet=known.outlet,
        authors=known.authors,
        marked=None if page is None else pages.marked_lines(page, description=known.description),
    )
    if not layout.body:
        raise _Unusable("no article text found", "every line was boilerplate" if lines else None)
    if page is not None and not any(_has_sentence(line.text) for line in layout.paragraphs):
        raise _Unusable("no article text found", "no sentence in the page")
    if len(layout.body) > settings.MAXIMUM_BODY_CHARACTERS:
        raise _Unusable("body too long", f"{len(layout.body):,} characters")
    return layout


def _with_kind(
    article: Article, document: Document, page: HtmlElement | None, known: Metadata, layout: Layout
) -> Article:
    """Add language and status, and how far a second extractor agrees on a page's body."""
    language = languages.detect_language(f"{article.title or ''}\n{article.body}", hint=known.language)
    if page is None:
        return replace(article, language=language, status=status_of(article.body, language, known, layout))
    if article.word_count < TEASER_WORDS and pages.shows_paywall(page):
        layout.is_cut_off = True
    agreement = crosscheck.agreement(document.text, article.body)
    status = status_of(article.body, language, known, layout, is_list=pages.is_list_page(page), agreement=agreement)
    return replace(article, language=language, status=status, extractor_agreement=agreement)


def _has_sentence(text: str) -> bool:
    return count_words(text) >= (SENTENCE_WORDS if SENTENCE_MARK.search(text) else UNMARKED_WORDS)


def _retrieved_at(document: Document) -> tuple[datetime, str]:
    """Return when a document was retrieved, and where that was read."""
    given = read_moment(document.fields.get("retrieved_at"), source="record", retrieved_at=document.retrieved_at)
    if given is None or given.value is None:
        return document.retrieved_at, document.retrieved_at_source
    return given.value, given.source


def _text_lines(document: Document) -> list[Line]:
    text = document.text
    if document.fields and pages.has_markup(text):
        text = pages.fragment_text(text)
    return split_lines(text)


def _is_page(document: Document) -> bool:
    return document.media_type == "text/html" or "html" in document.fields


def _recorded(fields: Mapping[str, Any], retrieved_at: datetime) -> Metadata:
    """Read the metadata that a JSON record gives."""
    outlet = _outlet(fields.get("outlet"))
    published = read_moment(fields.get("published_at"), source="record", retrieved_at=retrieved_at)
    given = fields.get("byline") or fields.get("authors")
    values = {
        "url": urls.read_url(fields.get("url")),
        "outlet": outlet,
        "title": clean_value(fields.get("title")),
        "authors": parse_authors(fields.get("authors") or fields.get("byline"), outlet=outlet),
        "byline": clean_value(given),
        "section": clean_value(_first(fields.get("section"))),
    }
    return Metadata(
        **values,
        published=() if published is None else (published,),
        modified=read_moment(fields.get("modified_at"), source="record", retrieved_at=retrieved_at),
        language=clean_value(_first(fields.get("language"))),
        sources={name: "record" for name, value in values.items() if value},
    )


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, list) and value else value


def _outlet(value: Any) -> str | None:
    """Return an outlet's name, from a name, an object with a name, or an address."""
    value = _first(value)
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("id")
    name = clean_value(value)
    address = urls.read_url(name)
    return urls.domain(address) if address else name


def _merge(recorded: Metadata, found: Metadata) -> Metadata:
    """Put what a page says under what its record says; the record wins where both speak, except on the address."""
    url = found.url or recorded.url
    sources = {**found.sources, **recorded.sources}
    if "url" in found.sources:
        sources["url"] = found.sources["url"]
    if url and not recorded.outlet and not found.outlet:
        sources["outlet"] = "url"
    return replace(
        found,
        url=url,
        outlet=recorded.outlet or found.outlet or (urls.domain(url) if url else None),
        title=recorded.title or found.title,
        authors=recorded.authors or found.authors,
        byline=recorded.byline or found.byline,
        published=(*recorded.published, *found.published),
        modified=recorded.modified or found.modified,
        section=recorded.section or found.section,
        language=recorded.language or found.language,
        sources=sources,
    )


def _with_defaults(known: Metadata, defaults: Mapping[str, Any], retrieved_at: datetime) -> Metadata:
    """Put what its feed or source says of an article where neither its record nor its page says anything."""
    published = read_moment(defaults.get("published_at"), source="feed", retrieved_at=retrieved_at)
    section, language = clean_value(defaults.get("section")), clean_value(defaults.get("language"))
    return replace(
        known,
        published=known.published if published is None else (*known.published, published),
        section=known.section or section,
        language=known.language or language,
        sources={**({"section": "source"} if section else {}), **known.sources},
    )


def _article(document: Document, known: Metadata, layout: Layout, retrieved_at: datetime) -> Article:
    """Put an article together, all but its language and status."""
    body = layout.body
    key = urls.url_key(known.url) if known.url else None
    sha256 = text_sha256(body)
    published = _published(known, layout, retrieved_at)
    byline, byline_source = _byline(document, known, layout)
    sources = {
        "title": "text" if layout.headline else None,
        "authors": "text" if layout.byline and layout.byline.authors else None,
        **known.sources,
        **({"wire_credit": "text"} if layout.wire_credit else {}),
    }
    return Article(
        article_id=stable_id("article", key or sha256),
        url=known.url,
        url_key=key,
        url_source=sources.get("url"),
        outlet=known.outlet,
        outlet_source=sources.get("outlet"),
        title=known.title or layout.headline,
        title_source=sources.get("title"),
        authors=known.authors or (layout.byline.authors if layout.byline else ()),
        authors_source=sources.get("authors"),
        byline=byline,
        byline_source=byline_source,
        wire_credit=layout.wire_credit or known.wire_credit,
        wire_credit_source=sources.get("wire_credit"),
        published_at=published.value if published else None,
        published_at_raw=published.raw if published else None,
        published_at_source=published.source if published else None,
        published_at_precision=published.precision if published else None,
        published_at_zone=published.zone if published else None,
        modified_at=known.modified.value if known.modified else None,
        modified_at_raw=known.modified.raw if known.modified else None,
        modified_at_source=known.modified.source if known.modified else None,
        retrieved_at=retrieved_at,
        dateline_place=layout.dateline.place if layout.dateline else None,
        section=known.section,
        section_source=sources.get("section"),
        language=None,
        body=body,
        word_count=len(body.split()),
        text_sha256=sha256,
        status="ok",
        source_document=document.source_document,
        document_sha256=document.sha256,
        is_free=known.is_free,
        correction=_notes(layout, CORRECTION),
        update_note=_notes(layout, UPDATE),
        editors_note=_notes(layout, EDITORS_NOTE),
    )


def _notes(layout: Layout, kind: str) -> str | None:
    return "\n".join(line for of_kind, line in layout.notes if of_kind == kind) or None


def _byline(document: Document, known: Metadata, layout: Layout) -> tuple[str | None, str | None]:
    """Choose the line that names the authors: a page's element of its own, the text's line, the record's field."""
    given = known.byline, known.sources.get("byline")
    in_text = (layout.byline.text, "text") if layout.byline else (None, None)
    first, second = (given, in_text) if _is_page(document) else (in_text, given)
    return first if first[0] else second


def _published(known: Metadata, layout: Layout, retrieved_at: datetime) -> Moment | None:
    """Choose the time of publication: metadata, the timestamp in the text, the dateline's day."""
    return best_moment((*known.published, layout.timestamp, _dateline_moment(known, layout, retrieved_at)))


def _dateline_moment(known: Metadata, layout: Layout, retrieved_at: datetime) -> Moment | None:
    """Read the dateline's date; without a year it is a day only where another date gives the year."""
    if layout.dateline is None or layout.dateline.date is None:
        return None
    raw = layout.dateline.date
    moment = read_moment(raw, source="dateline", retrieved_at=retrieved_at)
    dated = best_moment((*known.published, layout.timestamp, known.modified))
    if moment is None or moment.value is not None or dated is None or dated.value is None:
        return moment
    day = dates.in_year(raw, dated.value.year)
    return (
        replace(moment, value=None)
        if day is None
        else read_moment(str(day), source="dateline", retrieved_at=retrieved_at)
    )


def _rejected_values(article: Article, known: Metadata, layout: Layout) -> tuple[Rejection, ...]:
    """Return a rejection for each date that is none, with its reason; its text stays with the article."""
    given = [("publication date", moment) for moment in (*known.published, layout.timestamp) if moment is not None]
    given += [("modification date", known.modified)] if known.modified else []
    rejections = {}
    for name, moment in given:
        if fault := why_rejected(moment):
            reason, detail = f"{fault} {name}", f"{moment.source}: {moment.raw}"
            identity = stable_id("rejection", STAGE, article.source_document, article.document_sha256, reason, detail)
            rejections[identity] = Rejection(
                identity, STAGE, reason, detail, article.source_document, article.article_id, None, moment.raw
            )
    return tuple(rejections.values())
