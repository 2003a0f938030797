"""Boilerplate that shows only across documents: lines that stand in several articles of one outlet.

A line is learned where enough articles of its outlet have it that are no copies or versions of each other. What
addresses the reader or names the outlet at the edge of a text needs two of them, other prose three: background is
copied from one report into the next. Quotations, prose from an agency and short headings between paragraphs are never
learned. See ``docs/decisions/0010-lines-learned-per-outlet.md`` for the figures.

What is learned is a function of the set of lines, whatever their order, and a further line never takes it back.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from itertools import combinations

from pipeline.extract import urls
from pipeline.extract.layout import is_prose, is_title_case
from pipeline.ids import text_sha256
from pipeline.records import Article, OutletLine, RemovedLine

REASON = "repeated line"
LONGEST = 600
SHARED = 0.5  # of the shorter article's lines, by length: two articles that have so much in common are copies
LEAST_LEFT = 0.5  # of an article's characters
FIRST_LINES, LAST_LINES = 1, 3
LEAST_WORDS = 5
MOST_COMPARED = 12  # holders of one line; the first by identifier, so that the order of arrival does not matter
READER = re.compile(r"\b(?:[Yy]ou|[Yy]ours?|[Oo]urs?|us|[Ww]e)\b")
QUOTATION = re.compile(r"[\"“”«»„]|(?<!\w)[‘'](?=\w)")
TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b")


def outlet_lines(article: Article, positions: Iterable[int]) -> tuple[OutletLine, ...]:
    """Return the lines of an article that may turn out to be its outlet's boilerplate.

    :param article: as it was extracted, with no learned line taken out yet.
    :param positions: the number of each paragraph of its body in the document's text, from 0.
    """
    outlet = outlet_key(article)
    if outlet is None:
        return ()
    paragraphs = article.body.split("\n\n")
    hashes = [line_hash(text) for text in paragraphs]
    times = Counter(hashes)
    lines = []
    for index, (position, text, hashed) in enumerate(zip(positions, paragraphs, hashes, strict=True)):
        is_edge = index <= FIRST_LINES or index >= len(paragraphs) - LAST_LINES
        needed = _documents_needed(text, article, is_edge=is_edge)
        if needed and times[hashed] == 1:  # a line that comes back, such as a speaker's name, belongs to the text
            lines.append(OutletLine(outlet, hashed, article.article_id, position, len(text), needed))
    return tuple(lines)


def outlet_key(article: Article) -> str | None:
    """Return what an article's outlet is told by: the registered domain of its address, else the outlet's name."""
    if article.url:
        return urls.site(article.url)
    return article.outlet and article.outlet.casefold()


def line_hash(text: str) -> int:
    """Return an unsigned 64-bit hash of a line's words; case, punctuation and white space do not matter."""
    words = " ".join(re.findall(r"\w+", text.casefold()))
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def repeated_lines(lines: Iterable[OutletLine]) -> frozenset[tuple[str, int]]:
    """Return outlet and hash of the lines that stand in enough articles of one outlet.

    :param lines: all lines of every article that has one of the lines in question; one may be given several times.
    """
    articles: dict[tuple[str, str], dict[int, OutletLine]] = defaultdict(dict)
    holders: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for line in lines:
        key = line.outlet_key, line.line_hash
        articles[line.outlet_key, line.article_id][line.line_hash] = line
        known = holders[key].get(line.article_id, line.documents_needed)
        holders[key][line.article_id] = min(known, line.documents_needed)
    return frozenset(key for key, needed in holders.items() if _is_repeated(key[0], needed, articles))


def without_repeated(
    article: Article, lines: Iterable[OutletLine], repeated: Collection[tuple[str, int]]
) -> tuple[Article, tuple[RemovedLine, ...]]:
    """Take the learned lines out of an article.

    Its identifier stays, also where it was made of the text.

    :param article: as it was extracted.
    :param lines: its :func:`outlet_lines`.
    :param repeated: what :func:`repeated_lines` found.
    :return: the article, and the lines that were taken out; unchanged where less than half of it would be left.
    """
    learned = {line.line_hash: line.position for line in lines if (line.outlet_key, line.line_hash) in repeated}
    paragraphs = [(text, line_hash(text)) for text in article.body.split("\n\n")] if learned else []
    kept = [text for text, hashed in paragraphs if hashed not in learned]
    if not learned or sum(map(len, kept)) < LEAST_LEFT * len(article.body):
        return article, ()
    body = "\n\n".join(kept)
    removed = tuple(
        RemovedLine(article.article_id, learned[hashed], text, REASON)
        for text, hashed in paragraphs
        if hashed in learned
    )
    return replace(article, body=body, word_count=len(body.split()), text_sha256=text_sha256(body)), removed


def _documents_needed(text: str, article: Article, *, is_edge: bool) -> int | None:
    """Return in how many articles a line must stand to be boilerplate; ``None`` if it can be none."""
    if QUOTATION.search(text) or len(text) > LONGEST or not any(map(str.isalpha, text)):
        return None
    names_outlet = is_edge and article.outlet is not None and article.outlet.casefold() in text.casefold()
    if READER.search(text) or names_outlet:
        return 2
    if is_prose(text):
        return None if article.wire_credit else 3
    is_speaker = "," in text and is_title_case(text)
    if is_speaker or text.endswith(("?", ":")):
        return None
    if is_edge:
        return 2
    return 3 if len(text.split()) >= LEAST_WORDS and not TIME.search(text) else None


def _is_repeated(
    outlet: str, needed: Mapping[str, int], articles: Mapping[tuple[str, str], Mapping[int, OutletLine]]
) -> bool:
    return any(
        _has_independent([article for article, least in needed.items() if least <= count], count, outlet, articles)
        for count in (2, 3)
    )


def _has_independent(
    holders: list[str], count: int, outlet: str, articles: Mapping[tuple[str, str], Mapping[int, OutletLine]]
) -> bool:
    """Tell whether so many of the articles are no copies of each other."""
    return any(
        all(not _are_copies(articles[outlet, one], articles[outlet, other]) for one, other in combinations(chosen, 2))
        for chosen in combinations(sorted(holders)[:MOST_COMPARED], count)
    )


def _are_copies(one: Mapping[int, OutletLine], other: Mapping[int, OutletLine]) -> bool:
    shared = sum(one[hashed].length for hashed in one.keys() & other.keys())
    shorter = min(sum(line.length for line in lines.values()) for lines in (one, other))
    return shared >= SHARED * shorter
