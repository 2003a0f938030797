"""HTML pages: the parsed tree, and the lines of the article in it (trafilatura)."""

import re
from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from pipeline.extract.cleaning import clean_text
from pipeline.extract.layout import Line

MOST_ELEMENTS = 100_000
PRUNED = [
    "//figcaption",
    "//*[contains(@class, 'wp-caption-text') or contains(@class, 'image-caption') or contains(@class, "
    "'photo-caption')]",
]
CONTAINERS = ("div", "section", "aside", "dialog", "form", "p", "footer")
BANNER = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|ccpa|onetrust|cmp|didomi|truste|cookiebot)(?![a-z])", re.IGNORECASE
)
BANNER_TEXT = re.compile(r"\b(?:cookies?|consent|privacy|partners)\b", re.IGNORECASE)
LONGEST_BANNER = 3_000
MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|blockquote|section|article|strong|em|span|a)\b[^<>]*>", re.IGNORECASE
)
BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main nav ol p pre section table tr ul".split()
)
SKIPPED = frozenset("script style noscript template iframe svg head figcaption button select textarea".split())


class PageError(ValueError):
    """A page cannot be parsed; internal to ``pipeline.extract``, it ends as a rejection."""


def parse_page(text: str) -> HtmlElement:
    """Parse a page.

    :raises PageError: there is no HTML in it, or more elements than any article's page has.
    """
    if text.count("<") > 4 * MOST_ELEMENTS:
        raise PageError(f"more than {4 * MOST_ELEMENTS:,} tags")
    tree = load_html(text)
    if tree is None:
        raise PageError("no HTML elements")
    count = sum(1 for _ in tree.iter())
    if count > MOST_ELEMENTS:
        raise PageError(f"more than {MOST_ELEMENTS:,} elements")
    return tree


def page_lines(tree: HtmlElement) -> list[Line]:
    """Return the lines of the article that a page carries, none if there is none."""
    found = bare_extraction(_without_banners(deepcopy(tree)), include_comments=False, prune_xpath=PRUNED)
    text = getattr(found, "text", None) or ""
    cleaned = enumerate(clean_text(text).split("\n"))
    return [Line(position, line.removeprefix("- ")) for position, line in cleaned if line]


def _without_banners(tree: HtmlElement) -> HtmlElement:
    """Take out the dialogues that ask for consent, which are the longest text of a page that lacks its article."""
    banners = [
        node for node in tree.iter(*CONTAINERS) if BANNER.search(f"{node.get('id', '')} {node.get('class', '')}")
    ]
    for node in banners:
        text = node.text_content()
        if len(text) <= LONGEST_BANNER and BANNER_TEXT.search(text) and node.getparent() is not None:
            node.drop_tree()
    return tree


def has_markup(text: str) -> bool:
    """Tell whether a record's text is a fragment of HTML: paragraphs or line breaks among its characters."""
    return len(MARKUP.findall(text[:20_000])) >= 2 or bool(
        re.match(r"\s*<(?:p|div|article|section|h[1-6])\b", text, re.IGNORECASE)
    )


def fragment_text(text: str) -> str:
    """Return the text of a fragment of HTML, one line a block; what is no article has been left out by its author."""
    tree = parse_page(f"<html><body>{text}</body></html>")
    parts: list[str] = []
    _collect(tree, parts)
    return "".join(parts)


def _collect(element: HtmlElement, parts: list[str]) -> None:
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, is_done = stack.pop()
        is_block = node.tag in BLOCKS
        if is_done or not isinstance(node.tag, str) or node.tag in SKIPPED:
            if is_block and is_done:
                parts.append("\n")
            parts.append(re.sub(r"\s+", " ", node.tail or "") if node is not element else "")
            continue
        if is_block:
            parts.append("\n")
        parts.append(re.sub(r"\s+", " ", node.text or ""))
        stack.append((node, True))
        stack += [(child, False) for child in reversed(node)]
