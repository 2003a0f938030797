"""HTML pages: the parsed tree, and the lines of the article in it (trafilatura)."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from pipeline.extract.boilerplate import is_paywall
from pipeline.extract.cleaning import clean_text
from pipeline.extract.layout import SENTENCE_END, Line, count_words, fold

MOST_ELEMENTS = 100_000
PRUNED = [
    "//figcaption",
    "//*[contains(@class, 'wp-caption-text') or contains(@class, 'image-caption') or contains(@class, "
    "'photo-caption')]",
]
BOXES = ("div", "section", "aside", "form", "ul", "ol")
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
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
POST = re.compile(r"\b(?:twitter|instagram|tiktok|bluesky|fb-(?:post|xfbml)|mastodon|threads)", re.IGNORECASE)
PROMOTION = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|sign-?up|subscri(?:be|ption)|related|recirc\w*|recommend(?:ed|ations?)|promo\w*|trending"
    r"|most-?(?:read|popular|viewed)|read-?(?:more|next|also)|also-?(?:read|like)|more-?(?:stories|news|from|on)|up-?next"
    r"|outbrain|taboola|sponsored|advert\w*)(?:$|[\s_-])",
    re.IGNORECASE,
)
PROMOTED = 0.2  # of the text in paragraphs: what is longer may be the article
LINK_WORDS = 4
CHUNK_WORDS = 20
LIST_LINKS = 12
PROSE_WORDS = 15
TEXT_PARAGRAPHS = 3


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


def marked_lines(tree: HtmlElement, *, description: str | None = None) -> list[tuple[str, str]]:
    """Return text and kind of the lines that a page's markup tells from the article's.

    Paragraphs that are nothing but a link with a headline in it lead to another article (``related link``); a heading
    that repeats the page's description is a ``standfirst``.

    :param description: what the page's metadata say of the article.
    """
    links = [(text, "related link") for text in map(_link_text, tree.iter("p")) if text]
    headings = [" ".join(heading.text_content().split()) for heading in tree.iter(*HEADINGS)]
    wanted = fold(description or "")
    return links + [(text, "standfirst") for text in headings if wanted and fold(text) == wanted]


def page_lines(tree: HtmlElement) -> list[Line]:
    """Return the lines of the article that a page carries, none if there is none.

    :param tree: the parsed page; it stays as it is.
    """
    tree = deepcopy(tree)
    for prune in (_drop_banners, _drop_promotions, _drop_hover_cards):
        prune(tree)
    _keep_embedded_posts(tree)
    _join_chunks(tree)
    found = bare_extraction(tree, include_comments=False, prune_xpath=PRUNED)
    text = getattr(found, "text", None) or ""
    cleaned = enumerate(clean_text(text).split("\n"))
    return [Line(position, line.removeprefix("- ")) for position, line in cleaned if line]


def shows_paywall(tree: HtmlElement) -> bool:
    """Tell whether a page asks its reader to subscribe or sign in before the rest of the article."""
    texts = (" ".join(node.text_content().split()) for node in tree.iter("p", "div", "span", "h2", "h3", "h4"))
    return any(is_paywall(text) for text in texts if 0 < len(text) <= 300)


def is_list_page(tree: HtmlElement) -> bool:
    """Tell whether a page shows many headlines that link to articles, and no text of several paragraphs."""
    headlines = {
        link.get("href")
        for heading in tree.iter(*HEADINGS)
        for link in _links_around(heading)
        if count_words(heading.text_content()) >= LINK_WORDS
    }
    prose = [node.getparent() for node in tree.iter("p") if count_words(node.text_content()) >= PROSE_WORDS]
    return len(headlines) >= LIST_LINKS and max(Counter(prose).values(), default=0) < TEXT_PARAGRAPHS


def _links_around(heading: HtmlElement) -> Iterator[HtmlElement]:
    yield from heading.iter("a")
    yield from heading.iterancestors("a")


def _drop_banners(tree: HtmlElement) -> None:
    """Take out the dialogues that ask for consent, which are the longest text of a page that lacks its article."""
    banners = [
        node for node in tree.iter(*CONTAINERS) if BANNER.search(f"{node.get('id', '')} {node.get('class', '')}")
    ]
    for node in banners:
        text = node.text_content()
        if len(text) <= LONGEST_BANNER and BANNER_TEXT.search(text):
            _drop(node)


def _drop_hover_cards(tree: HtmlElement) -> None:
    """Take out what opens over a name in a paragraph: a card with a picture and links."""
    for paragraph in tree.iter("p"):
        for node in list(paragraph.iter("span", "div")):
            picture = node.find(".//img")
            if picture is not None and len(node.findall(".//a")) >= 2 and not _text_before(node, picture):
                _drop(node)


def _text_before(node: HtmlElement, inner: HtmlElement) -> str:
    """Return the text between the beginning of an element and one inside it."""
    parts = []
    for step in node.iter():
        if step is inner:
            break
        parts.append(step.text or "")
    return "".join(parts).strip()


def _link_text(paragraph: HtmlElement) -> str | None:
    """Return the text of a paragraph that is only a link with a headline in it."""
    links = paragraph.findall(".//a")
    text = " ".join(paragraph.text_content().split())
    if len(links) != 1 or fold(links[0].text_content()) != fold(text) or count_words(text) < LINK_WORDS:
        return None
    return text if text.endswith("?") or not SENTENCE_END.search(text) else None


def _keep_embedded_posts(tree: HtmlElement) -> None:
    """Make ordinary quotations of posts from social networks, which are part of what the reader sees."""
    for quote in list(tree.iter("blockquote")):
        if POST.search(quote.get("class", "")):
            del quote.attrib["class"]
            wrapper = _outermost(quote)
            if wrapper is not quote:
                quote.tail = wrapper.tail
                wrapper.getparent().replace(wrapper, quote)


def _outermost(node: HtmlElement) -> HtmlElement:
    """Return the outermost element that holds nothing but the given one."""
    text = "".join(node.text_content().split())
    for ancestor in node.iterancestors("div", "section", "figure", "span", "p"):
        if "".join(ancestor.text_content().split()) != text:
            break
        node = ancestor
    return node


def _drop_promotions(tree: HtmlElement) -> None:
    """Take out what its own class or id calls a promotion, a list of other articles or a form, unless it is long."""
    prose = sum(len(node.text_content()) for node in tree.iter("p"))
    marked = [node for node in tree.iter(*BOXES) if PROMOTION.search(f"{node.get('id', '')} {node.get('class', '')}")]
    for node in marked:
        if len(node.text_content()) <= PROMOTED * prose and node.find(".//h1") is None:
            _drop(node)


def _join_chunks(tree: HtmlElement) -> None:
    """Join the pieces of a body that advertisements cut into several containers of one kind.

    The containers have the same classes; each stands in a frame of its own without a headline, and the frames stand
    side by side.
    """
    chunks: dict[tuple[str, str, HtmlElement], list[HtmlElement]] = {}
    for node in tree.iter("div", "section"):
        frame = node.getparent()
        is_chunk = node.get("class") and _prose_words(node) >= CHUNK_WORDS
        if is_chunk and frame is not None and frame.tag != "article" and frame.getparent() is not None:
            chunks.setdefault((node.tag, node.get("class"), frame.getparent()), []).append(node)
    for first, *others in chunks.values():
        for node in others:
            if node.getparent() is not first.getparent() and not _has_headline(node.getparent(), beside=node):
                first.extend(list(node))


def _has_headline(frame: HtmlElement, *, beside: HtmlElement) -> bool:
    """Tell whether a frame holds a heading outside of one of the elements in it."""
    return any(beside not in heading.iterancestors() for heading in frame.iter(*HEADINGS))


def _prose_words(node: HtmlElement) -> int:
    """Count the words of the paragraphs right below an element."""
    return sum(count_words(child.text_content()) for child in node if child.tag == "p")


def _drop(node: HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()


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
