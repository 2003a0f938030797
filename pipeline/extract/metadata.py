"""What an HTML page says of itself: JSON-LD (schema.org), OpenGraph, meta tags, links; the first value counts.

Each value comes with its source: ``json-ld``, ``opengraph``, ``meta``, ``microdata``, ``time`` (an element of that
name), ``link`` (rel=canonical), ``html`` (what the page prints), ``trafilatura``, ``htmldate``, ``record`` (a JSON
record's field), ``text`` (a line of the text), ``dateline``, ``url``;
``feed`` and ``source`` where only the feed's entry or the operator's settings for the source say it.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape

from htmldate import find_date
from lxml.html import HtmlElement
from trafilatura.metadata import extract_title

from pipeline.extract.agencies import agency_of
from pipeline.extract.boilerplate import LABEL
from pipeline.extract.bylines import Byline, parse_authors
from pipeline.extract.cleaning import clean_value
from pipeline.extract.dates import Moment, best_moment, read_moment, why_rejected
from pipeline.extract.printed import find_byline
from pipeline.extract.urls import canonical_url, read_url

ARTICLE_TYPE = re.compile(r"(?:Article|Posting|Report|LiveBlogPosting|Review|NewsStory)$")
SITE_TYPES = frozenset({"WebSite", "Organization", "NewsMediaOrganization", "Corporation"})
JSON_NOISE = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*.*?\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$", re.DOTALL
)
SPARE_COMMA = re.compile(r",\s*([}\]])")
TITLES = (
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "headline",
    "title",
)
OUTLETS = ("og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title")
PUBLISHED = {
    "opengraph": ("article:published_time", "og:article:published_time", "og:published_time", "article:published"),
    "meta": (
        "parsely-pub-date",
        "sailthru.date",
        "datepublished",
        "date.published",
        "publishdate",
        "publish-date",
        "publish_date",
        "pubdate",
        "publication_date",
        "date_published",
        "article.published",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
        "dcterms.date",
        "dcterms.created",
        "dc.date.created",
        "cxenseparse:recs:publishtime",
        "article_date_original",
        "originalpublicationdate",
        "displaydate",
        "citation_publication_date",
        "citation_date",
        "date",
        "ptime",
        "bt:pubdate",
        "content_publisheddate",
        "mediator_published_time",
        "vr:published_time",
        "shareaholic:article_published_time",
        "iso-8601-publish-date",
        "dc.date.published",
        "article_published_time",
        "publication-date",
        "pub_date",
        "datecreated",
        "creation_date",
    ),
}
MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "last-modified",
    "lastmod",
    "dcterms.modified",
    "article.updated",
    "og:article:modified_time",
)
AUTHORS = (
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
    "article.author",
    "citation_author",
    "content_author",
    "articleauthor",
    "article_author",
    "mediator_author",
    "dable:author",
    "cxenseparse:author",
    "autor",
)
DESCRIPTIONS = ("og:description", "description", "twitter:description", "dc.description")
SECTIONS = (
    "article:section",
    "og:article:section",
    "parsely-section",
    "section",
    "article.section",
    "cxenseparse:section",
)
TITLE_SUFFIX = re.compile(r"\s+[|–—\-·•:»«]+\s+")
SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text."""

    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    byline: str | None = None
    wire_credit: str | None = None
    published: tuple[Moment, ...] = ()  # candidates, best first
    modified: Moment | None = None
    section: str | None = None
    language: str | None = None  # a hint
    is_free: bool | None = None
    description: str | None = None
    kinds: frozenset[str] = frozenset()  # schema.org types and OpenGraph's type
    sources: Mapping[str, str] = field(default_factory=dict)  # where each value of the other fields was read


Found = tuple[str | None, str | None]  # a value and its source
NOTHING: Found = None, None


def read_metadata(tree: HtmlElement, *, url: str | None, retrieved_at: datetime) -> Metadata:
    """Return what a page says of itself.

    :param tree: the parsed page.
    :param url: where it was read, if that is known.
    :param retrieved_at: bounds what a date can mean.
    """
    meta = _meta_tags(tree)
    objects = _json_ld(tree)
    article, site = _article_and_site(objects)
    (outlet, outlet_source), agency = _outlet(meta, article, site)
    (title, title_source), suffix = _title(tree, meta, article, outlet)
    if outlet is None and suffix:
        outlet, outlet_source = suffix, "html"
    authors, authors_source = _authors(tree, meta, article, outlet)
    byline = find_byline(tree, authors=authors, outlet=outlet)
    if not authors and byline:
        authors, authors_source = byline.authors, "html"
    credit, credit_source = _wire_credit(agency, article.get("author"), meta, byline, outlet)
    section, section_source = _first_found([("json-ld", _one(article.get("articleSection"))), *_given(meta, SECTIONS)])
    canonical, canonical_source = _canonical(tree, meta, article, url)
    address = canonical_url(url, canonical)
    sources = {
        "url": canonical_source if address == canonical else "record",
        "outlet": outlet_source, "title": title_source, "authors": authors_source, "byline": "html" if byline else None,
        "wire_credit": credit_source, "section": section_source,
    }  # fmt: skip
    return Metadata(
        url=address,
        outlet=None if outlet is None else outlet.lstrip("@"),
        title=title,
        authors=authors,
        byline=byline.text if byline else None,
        wire_credit=credit,
        published=_published(tree, meta, article, retrieved_at),
        modified=_modified(meta, article, retrieved_at),
        section=section,
        language=_language(tree, meta, article),
        is_free=_is_free(article.get("isAccessibleForFree")),
        description=_first(meta, DESCRIPTIONS) or clean_value(_one(article.get("description"))),
        kinds=_kinds(objects, meta),
        sources={name: source for name, source in sources.items() if source},
    )


def _meta_tags(tree: HtmlElement) -> dict[str, list[str]]:
    tags: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        if name and (value := clean_value(element.get("content"))):
            tags.setdefault(name.strip().casefold(), []).append(value)
    return tags


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _given(meta: dict[str, list[str]], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the source and first value of each of the meta tags that the page has."""
    for name in names:
        if name in meta:
            yield "opengraph" if name.startswith(("og:", "article:")) else "meta", meta[name][0]


def _first_found(given: Iterable[tuple[str, object]]) -> Found:
    """Return the first value that is a text, with its source."""
    return next(((value, source) for source, raw in given if (value := clean_value(raw))), NOTHING)


def _kinds(objects: list[dict], meta: dict[str, list[str]]) -> frozenset[str]:
    return frozenset(kind for item in objects for kind in _types(item)) | frozenset(meta.get("og:type", [])[:1])


def _json_ld(tree: HtmlElement) -> list[dict]:
    """Return all objects of a page's JSON-LD, with references by ``@id`` resolved one step deep."""
    objects: list[dict] = []
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().casefold() == "application/ld+json" and script.text:
            objects += _objects(_load(script.text))
    named = {item["@id"]: item for item in objects if isinstance(item.get("@id"), str) and len(item) > 1}
    return [{key: _resolve(value, named) for key, value in item.items()} for item in objects]


def _load(text: str) -> object:
    """Read a script's JSON; of what browsers and search engines forgive, commas too many and escaped marks."""
    text = JSON_NOISE.sub("", JSON_NOISE.sub("", text.strip()))
    for candidate in (text, SPARE_COMMA.sub(r"\1", text), SPARE_COMMA.sub(r"\1", unescape(text))):
        with suppress(ValueError, RecursionError):
            return json.loads(candidate, strict=False)
    return None


def _objects(value: object, depth: int = 0) -> Iterator[dict]:
    if depth > 4:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "hasPart"):
            if isinstance(value.get(key), (list, dict)):
                yield from _objects(value[key], depth + 1)


def _resolve(value: object, named: dict[str, dict]) -> object:
    if isinstance(value, list):
        return [_resolve(item, named) for item in value]
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and isinstance(value.get("@id"), str):
        return named.get(value["@id"], value)
    return value


def _article_and_site(objects: list[dict]) -> tuple[dict, dict]:
    articles = [item for item in objects if any(ARTICLE_TYPE.search(kind) for kind in _types(item))]
    articles.sort(
        key=lambda item: -sum(bool(item.get(key)) for key in ("datePublished", "headline", "author", "publisher"))
    )
    sites = [item for item in objects if SITE_TYPES & set(_types(item)) and item.get("name")]
    if not articles:
        articles = [item for item in objects if item.get("datePublished") and "WebPage" in _types(item)]
    return (articles or [{}])[0], (sites or [{}])[0]


def _types(item: dict) -> list[str]:
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _one(value: object) -> object:
    return value[0] if isinstance(value, list) and value else value


def _name(value: object) -> str | None:
    value = _one(value)
    return clean_value(_one(value.get("name")) if isinstance(value, dict) else value)


def _outlet(meta: dict, article: dict, site: dict) -> tuple[Found, str | None]:
    """Return the outlet, and the agency that is named as publisher of what the outlet prints."""
    publisher = _name(article.get("publisher"))
    given = [("json-ld", publisher), *list(_given(meta, OUTLETS))[:1], ("json-ld", _name(site))]
    names = [(name, source) for source, name in given if name and not LABEL.fullmatch(name)]
    others = [found for found in names if agency_of(found[0]) is None]
    if publisher is not None and agency_of(publisher) and others:
        return others[0], agency_of(publisher)
    return (names[0] if names else NOTHING), None


def _title(tree: HtmlElement, meta: dict, article: dict, outlet: str | None) -> tuple[Found, str | None]:
    """Return the title without the outlet's name, and what follows the title in ``<title>``, which may be that name."""
    page_title = clean_value(tree.findtext(".//head/title")) or ""
    title, source = _first_found([("json-ld", _one(article.get("headline"))), *_given(meta, TITLES)])
    if title is None:
        title, source = clean_value(extract_title(tree)), "trafilatura"
    if title is None:
        return NOTHING, None
    parts = TITLE_SUFFIX.split(title)
    host = {_fold(name) for name in (outlet, _first(meta, ("og:site_name",)), _first(meta, ("twitter:site",))) if name}
    while len(parts) > 1 and _fold(parts[-1]) in host:
        title = title[: title.rindex(parts.pop())].rstrip(" |–—-·•:»«")
    for label in {parts[0], parts[-1]} if len(parts) > 1 else ():
        if LABEL.fullmatch(label):
            title = title.removeprefix(label).removesuffix(label).strip(" |–—-·•:»«")
    suffix = page_title.removeprefix(title) if page_title.startswith(title) else ""
    names = [part for part in TITLE_SUFFIX.split(f" {suffix}") if part.strip()]
    is_name = names and TITLE_SUFFIX.match(suffix) and len(names[-1]) <= 40
    return (title or None, source if title else None), names[-1].strip() if is_name else None


def _fold(text: str) -> str:
    return "".join(re.findall(r"\w+", text.casefold()))


def _published(tree: HtmlElement, meta: dict, article: dict, retrieved_at: datetime) -> tuple[Moment, ...]:
    given = [("json-ld", _one(article.get("datePublished") or article.get("dateCreated")))]
    given += [(source, _first(meta, names)) for source, names in PUBLISHED.items()]
    given += [
        ("microdata", element.get("datetime") or element.get("content"))
        for element in tree.iterfind(".//*[@itemprop='datePublished']")
    ][:1]
    given += [("time", element.get("datetime")) for element in tree.iterfind(".//time[@pubdate]")][:1]
    moments = [
        moment for source, raw in given if (moment := read_moment(raw, source=source, retrieved_at=retrieved_at))
    ]
    if any(moment.value for moment in moments):
        return tuple(moments)
    is_ambiguous = any(why_rejected(moment) == "ambiguous" for moment in moments)  # htmldate would take its choice
    guessed = None if is_ambiguous else _guessed_date(tree, retrieved_at)
    return (*moments, *filter(None, (_time_element(tree, retrieved_at), guessed)))


def _time_element(tree: HtmlElement, retrieved_at: datetime) -> Moment | None:
    """Return the page's ``<time>``, where all that stand in its article or page agree on the day."""
    moments = [
        read_moment(element.get("datetime"), source="time", retrieved_at=retrieved_at)
        for element in tree.iterfind(".//time[@datetime]")
    ]
    valid = [moment for moment in moments if moment is not None and moment.value is not None]
    days = {moment.value.date() for moment in valid if moment.value}
    return best_moment(valid) if len(days) == 1 else None


def _guessed_date(tree: HtmlElement, retrieved_at: datetime) -> Moment | None:
    try:
        found = find_date(
            tree, original_date=True, extensive_search=False, outputformat="%Y-%m-%d", max_date=retrieved_at
        )
    except Exception:  # htmldate raises many kinds on odd pages; no date is the answer to all
        return None
    return read_moment(found, source="htmldate", retrieved_at=retrieved_at)


def _modified(meta: dict, article: dict, retrieved_at: datetime) -> Moment | None:
    given = [("json-ld", _one(article.get("dateModified"))), *_given(meta, MODIFIED)]
    return best_moment([read_moment(raw, source=source, retrieved_at=retrieved_at) for source, raw in given])


def _authors(tree: HtmlElement, meta: dict, article: dict, outlet: str | None) -> tuple[tuple[str, ...], str | None]:
    """Return the persons who wrote it, and where they are named."""
    if authors := parse_authors(article.get("author") or article.get("creator"), outlet=outlet):
        return authors, "json-ld"
    for name in AUTHORS:
        if authors := parse_authors(meta.get(name, []), outlet=outlet):
            return authors, "opengraph" if name.startswith(("og:", "article:")) else "meta"
    marked = tree.xpath(
        "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author'][not(.//*[@itemprop='name'])] | "
        "//a[contains(concat(' ', @rel, ' '), ' author ')]"
    )
    names = [element.get("content") or element.text_content() for element in marked[:6]]
    authors = parse_authors([name for name in names if len(name) < 120], outlet=outlet)
    return authors, "microdata" if authors else None


def _wire_credit(agency: str | None, author: object, meta: dict, byline: Byline | None, outlet: str | None) -> Found:
    """Return the agency that is named as publisher, author or in the byline of what another outlet prints."""
    if agency:
        return agency, "json-ld"
    authors = [_name(item) for item in (author if isinstance(author, list) else [author])]
    given = [("json-ld", agency_of(name)) for name in authors if name]
    given += [("meta", agency_of(value)) for name in AUTHORS for value in meta.get(name, [])]
    given += [("html", byline.agency)] if byline else []
    others = ((name, source) for source, name in given if name and _fold(name) not in _fold(outlet or ""))
    return next(others, NOTHING)


def _canonical(tree: HtmlElement, meta: dict, article: dict, url: str | None) -> Found:
    links = [
        ("link", link.get("href"))
        for link in tree.iterfind(".//link[@rel]")
        if "canonical" in link.get("rel", "").casefold().split()
    ]
    base = url or read_url(_first(meta, ("og:url",)))
    given = [
        *links,
        ("opengraph", _first(meta, ("og:url",))),
        ("json-ld", article.get("url")),
        ("json-ld", article.get("mainEntityOfPage")),
        ("meta", _first(meta, ("parsely-link",))),
        ("html", _saved_from(tree)),
    ]
    found = [(address, source) for source, value in given if (address := read_url(value, base=base))]
    return next(((address, source) for address, source in found if canonical_url(None, address)), NOTHING)


def _saved_from(tree: HtmlElement) -> str | None:
    """Return the address that browsers note in a comment above a page they save."""
    root = tree.getroottree().getroot()
    comments = (node.text or "" for node in root.itersiblings(preceding=True) if not isinstance(node.tag, str))
    return next((match[1] for text in comments if (match := SAVED_FROM.search(text))), None)


def _language(tree: HtmlElement, meta: dict, article: dict) -> str | None:
    root = tree.getroottree().getroot()
    return (
        clean_value(root.get("lang"))
        or clean_value(_one(article.get("inLanguage")))
        or _first(meta, ("og:locale", "content-language", "language", "dc.language"))
    )


def _is_free(value: object) -> bool | None:
    return {"true": True, "false": False}.get(str(_one(value)).strip().casefold())
