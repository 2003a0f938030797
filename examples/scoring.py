"""How well the pipeline's rows agree with the goldens.

A quote is found where its content covers the same characters as a gold content (Jaccard index of at least .5, white
space and punctuation not counted) and the cues overlap; a gold quote without a cue (a floating quotation) asks for the
content alone. Of attributions inside attributions only the outermost counts, as in the goldens. Speaker, anonymity,
stance and kind are the shares of found quotes on which both agree. An entity is found by its name (case and a leading
"the" not counted) and label. All figures are taken over all articles together.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from itertools import product
from typing import get_args

from examples.goldens import GoldQuote, GoldRows, Label
from pipeline.records import Article, ArticleRows, Quote

JACCARD = 0.5
LABELS = frozenset(get_args(Label))
ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)

Span = tuple[int, int]


class NotInBodyError(ValueError):
    """A string of a golden does not stand in the article's body."""


@dataclass(frozen=True, slots=True)
class LocatedQuote:
    """A gold quote and where it stands in the body."""

    gold: GoldQuote
    content: tuple[Span, ...]
    cue: Span | None
    source: Span | None


@dataclass(slots=True)
class Counts:
    """What was found, over any number of articles."""

    gold_quotes: int = 0
    quotes: int = 0
    found_quotes: int = 0
    speakers: int = 0
    anonymity: int = 0
    stances: int = 0
    kinds: int = 0
    gold_entities: int = 0
    entities: int = 0
    found_entities: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(one + two for one, two in zip(astuple(self), astuple(other), strict=True)))

    def figures(self) -> dict[str, float]:
        """Return the figures that ``examples/gold/floors.json`` pins."""
        return {
            "quote_precision": _share(self.found_quotes, self.quotes),
            "quote_recall": _share(self.found_quotes, self.gold_quotes),
            "quote_f1": _share(2 * self.found_quotes, self.quotes + self.gold_quotes),
            "speaker_accuracy": _share(self.speakers, self.found_quotes),
            "anonymity_accuracy": _share(self.anonymity, self.found_quotes),
            "stance_accuracy": _share(self.stances, self.found_quotes),
            "kind_accuracy": _share(self.kinds, self.found_quotes),
            "entity_precision": _share(self.found_entities, self.entities),
            "entity_recall": _share(self.found_entities, self.gold_entities),
            "entity_f1": _share(2 * self.found_entities, self.entities + self.gold_entities),
        }


def score(pairs: Iterable[tuple[GoldRows, Article, ArticleRows]]) -> Counts:
    """Return the counts over several articles."""
    return sum((score_article(*pair) for pair in pairs), Counts())


def score_article(gold: GoldRows, article: Article, rows: ArticleRows) -> Counts:
    """Compare one article's rows with its golden.

    :raises NotInBodyError: the golden does not belong to this body.
    """
    stances = {claim.quote_id: claim.stance for claim in reversed(rows.claims)}  # of a quote's first claim
    quotes = [quote for quote in rows.quotes if quote.parent_quote_id is None]
    pairs = match_quotes(locate_quotes(gold, article.body), quotes, article.body)
    gold_entities = {(fold_name(entity.name), entity.label) for entity in gold.entities}
    entities = {(fold_name(entity.name), entity.label) for entity in rows.entities if entity.label in LABELS}
    return Counts(
        gold_quotes=len(gold.quotes),
        quotes=len(quotes),
        found_quotes=len(pairs),
        speakers=sum(fold_name(one.gold.speaker_name) == fold_name(two.speaker_name) for one, two in pairs),
        anonymity=sum(one.gold.is_anonymous == two.is_anonymous for one, two in pairs),
        stances=sum(one.gold.stance == stances.get(two.quote_id) for one, two in pairs),
        kinds=sum(one.gold.kind == two.kind for one, two in pairs),
        gold_entities=len(gold_entities),
        entities=len(entities),
        found_entities=len(gold_entities & entities),
    )


def locate_quotes(gold: GoldRows, body: str) -> list[LocatedQuote]:
    """Find the gold quotes in the body: contents by their words, cues and sources beside them.

    :raises NotInBodyError: as :func:`locate_quote`.
    """
    return [locate_quote(quote, body) for quote in gold.quotes]


def match_quotes(gold: Iterable[LocatedQuote], quotes: Iterable[Quote], body: str) -> list[tuple[LocatedQuote, Quote]]:
    """Pair gold quotes with found ones, the best overlap first, each at most once."""
    characters = {quote.quote_id: _characters(quote.content_spans, body) for quote in quotes}
    ranked = sorted(
        (
            (overlap, place, quote.start_char, one, quote)
            for place, one in enumerate(gold)
            for quote in quotes
            if _cues_agree(one, quote)
            and (overlap := _jaccard(_characters(one.content, body), characters[quote.quote_id])) >= JACCARD
        ),
        key=lambda candidate: (-candidate[0], candidate[1], candidate[2]),
    )
    pairs: dict[int, tuple[LocatedQuote, Quote]] = {}
    taken: set[str] = set()
    for _, place, _, one, quote in ranked:
        if place not in pairs and quote.quote_id not in taken:
            pairs[place] = (one, quote)
            taken.add(quote.quote_id)
    return [pairs[place] for place in sorted(pairs)]


def fold_name(name: str | None) -> str | None:
    """Return a name without case and leading article; ``None`` stays ``None``."""
    return name and ARTICLE.sub("", name).casefold()


def below_floors(figures: Mapping[str, float], floors: Mapping[str, float | None]) -> list[str]:
    """Say in words which figures are below their floors, or have none."""
    return [
        f"{name} is {figures[name]:.3f} and has no floor: pin one in examples/gold/floors.json"
        if floor is None
        else f"{name} fell to {figures[name]:.3f}, below its floor {floor:.3f}"
        for name, floor in floors.items()
        if floor is None or figures[name] < floor
    ]


def locate_quote(quote: GoldQuote, body: str) -> LocatedQuote:
    """Of all places where content, cue and source stand, take those that lie closest together.

    :raises NotInBodyError: one of them does not stand there, or a content without a cue stands there twice.
    """
    if quote.cue is None:
        contents = [tuple(_only(fragment, body) for fragment in quote.content)]
    else:
        contents = list(product(*(_some(fragment, body) for fragment in quote.content)))
    found = [
        (content, cue, source)
        for content in contents
        for cue, source in product(*(_beside(text, body, content) for text in (quote.cue, quote.source_text)))
    ]
    return LocatedQuote(quote, *min(found, key=lambda parts: _spread(*parts)))


def _spread(content: tuple[Span, ...], cue: Span | None, source: Span | None) -> int:
    """Return the number of characters between a content and its cue, and between cue and source."""
    to_content = 0 if cue is None else min(_gap(cue, fragment) for fragment in content)
    return to_content + (0 if cue is None or source is None else _gap(cue, source))


def _some(text: str, body: str) -> list[Span]:
    found = list(_occurrences(text, body))
    if not found:
        raise NotInBodyError(f"does not stand in the body: {text!r}")
    return found


def _only(text: str, body: str) -> Span:
    found = list(_occurrences(text, body))
    if len(found) != 1:
        raise NotInBodyError(f"stands {len(found)} times in the body, not once: {text!r}")
    return found[0]


def _beside(text: str | None, body: str, content: tuple[Span, ...]) -> list[Span | None]:
    """Return where a cue or source stands outside the content; only ``None`` where the gold has none."""
    if text is None:
        return [None]
    found = [span for span in _occurrences(text, body) if not any(_overlap(span, fragment) for fragment in content)]
    if not found:
        raise NotInBodyError(f"does not stand in the body beside its content: {text!r}")
    return list(found)


def _occurrences(text: str, body: str) -> Iterator[Span]:
    """Yield where a text stands, as whole words."""
    pattern = rf"(?<!\w){re.escape(text)}" if text[0].isalnum() else re.escape(text)
    yield from (match.span() for match in re.finditer(pattern + (r"(?!\w)" if text[-1].isalnum() else ""), body))


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _gap(one: Span, two: Span) -> int:
    return max(one[0] - two[1], two[0] - one[1], 0)


def _cues_agree(gold: LocatedQuote, quote: Quote) -> bool:
    if gold.cue is None:
        return True
    return quote.cue_start_char is not None and _overlap(gold.cue, (quote.cue_start_char, quote.cue_end_char))


def _characters(spans: Iterable[Span], body: str) -> set[int]:
    return {place for start, end in spans for place in range(start, end) if body[place].isalnum()}


def _jaccard(one: set[int], two: set[int]) -> float:
    return _share(len(one & two), len(one | two))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
