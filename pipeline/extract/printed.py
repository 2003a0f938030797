"""The byline that a page prints: the line that names the authors, as readers see it."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from pipeline.extract.bylines import BY, Byline, parse_byline
from pipeline.extract.cleaning import clean_value

MARKS = ("class", "id", "itemprop", "rel", "data-testid", "data-test", "data-component")
MARKED = re.compile(r"by-?line|author|contributor|writer|auto?re?\b|auteur|firma\b|\beditor\b", re.IGNORECASE)
UNMARKED = re.compile(r"comment|related|recirc|promo|teaser|avatar|bio\b", re.IGNORECASE)
OUTSIDE = frozenset("head script style noscript template aside footer nav form textarea svg".split())
LONGEST = 300
MOST_WORDS = 15
AFTER_BYLINE = re.compile(
    r"\s*(?:[|•·]|\s[–—-]\s|\(?@\w|\S+@\S+\.\w|\b(?:published|updated|posted|follow|share|save|email|e-mail|bio\b|view|see|read"
    r"|more from|last|\d+ min|(?:first )?on\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\d)).*",
    re.IGNORECASE | re.DOTALL,
)


def find_byline(tree: HtmlElement, *, authors: tuple[str, ...], outlet: str | None) -> Byline | None:
    """Find the line of a page that names its authors.

    :param tree: the parsed page.
    :param authors: the authors if metadata give them; the line must name one of them. Without them it must begin with
        "By" in an element that is marked as a byline, and no other byline may stand on the page: a teaser of another
        article has one, too.
    :param outlet: the outlet, which is no author.
    """
    found = list(dict.fromkeys(_bylines(tree, authors, outlet)))
    known = {name.casefold() for name in authors}
    if not known:
        return found[0] if len({byline.authors for byline in found}) == 1 and BY.match(found[0].text) else None
    named = [byline for byline in found if known & {name.casefold() for name in byline.authors}]
    named.sort(key=lambda byline: (BY.match(byline.text) is None, -len(byline.authors), len(byline.text)))
    return named[0] if named else None


def _bylines(tree: HtmlElement, authors: tuple[str, ...], outlet: str | None) -> Iterator[Byline]:
    for element in _marked(tree):
        text = AFTER_BYLINE.sub("", _text(element)).strip(" ,;:/")
        names = tuple(name for name in authors if name.casefold() in text.casefold())
        if byline := parse_byline(text, outlet=outlet):
            yield byline
        elif names and len(text.split()) <= MOST_WORDS and not text.endswith("."):
            yield Byline(text, names, None)


def _marked(element: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the elements that are marked as naming authors, from the top, outside of asides and footers."""
    stack = [element]
    while stack:
        node = stack.pop()
        marks = " ".join(node.get(name, "") for name in MARKS) if isinstance(node.tag, str) else None
        if marks is None or node.tag in OUTSIDE or UNMARKED.search(marks):
            continue
        if MARKED.search(marks) and node.tag not in ("html", "body", "meta", "link", "input"):
            yield node
        stack += reversed(node)


def _text(element: HtmlElement) -> str:
    """Return an element's text with a blank between its parts, empty if it is too long for a byline."""
    parts: list[str] = []
    for part in element.xpath(".//text()[not(ancestor::script or ancestor::style)]"):
        parts.append(part)
        if sum(map(len, parts)) > LONGEST:
            return ""
    return re.sub(r"\s+([,;.])", r"\1", clean_value(" ".join(parts)) or "")
