"""Speakers of quotes against BASIL (Fan et al., In Plain Sight, EMNLP 2019), whose quoted spans name who said them.

A quoted span is found where a quote's content covers at least half of it; of several such quotes the one counts that
covers most, of these the shortest. Its speaker is right where the last word of the speaker's name is the last word of
BASIL's key, case and accents not counted, and "Jr." left out (``Donald_Trump_Jr.``).

Only keys that are a person's own name are compared. ``other_pro`` and the like, keys that describe people
(``House_Democrats``, ``Obama_campaign``) and bodies that somebody spoke for (``NAACP``) tell a quoted span's side and
not whom a reader would name: of these spans only the share found is given, as ``unnamed found``.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.ids import stable_id, text_sha256
from pipeline.link import name_key
from pipeline.records import Article, Quote
from pipeline.rows import build_rows
from training.measures import Measure
from training.metrics import Counts, Tally

Span = tuple[int, int]

OTHERS = "other_"
# The last words of keys that describe people, or name a body, in place of naming a person.
DESCRIPTIONS = frozenset(
    "lawmakers democrats republicans officials members campaign companies plaintiffs protestors catholics "
    "party naacp buzzfeed now".split()
)
SUFFIXES = frozenset({"jr", "sr"})
SPELLED_OUT = {"calder": "calderon"}  # a key that was cut at its first accent


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """What stands in BASIL as words of a speaker, in characters of the article's body."""

    start: int
    end: int
    speaker: str

    @property
    def family_name(self) -> str | None:
        """The last word of the speaker's name; ``None`` for a speaker who is described or withheld."""
        words = [word for word in name_key(self.speaker.replace("_", " ")).split() if word not in SUFFIXES]
        if self.speaker.startswith(OTHERS) or not words or words[-1] in DESCRIPTIONS:
            return None
        return SPELLED_OUT.get(words[-1], words[-1])


@dataclass(frozen=True, slots=True)
class QuotedArticle:
    """An article of BASIL with its quoted spans."""

    article: Article
    spans: tuple[QuotedSpan, ...]
    event: int  # the three articles of an event share its number

    @property
    def is_looked_at(self) -> bool:
        """Whether the article is of the half that the rules were mended on; the other half is only measured."""
        return self.event % 2 == 0


def files(corpora: Path) -> list[Path]:
    """Return the articles and their annotations."""
    found = sorted((corpora / "BASIL").glob("a*s/*/*.json"))
    if not found:
        raise FileNotFoundError(2, "no such corpus", str(corpora / "BASIL"))
    return found


def read_articles(corpora: Path) -> Iterator[QuotedArticle]:
    """Yield the articles of BASIL, in the order of their files."""
    paths = [path for path in files(corpora) if path.parts[-3] == "articles"]
    records = [json.loads(path.read_text(encoding="utf-8")) for path in paths]
    events = sorted({record["triplet-uuid"] for record in records})
    for path, record in zip(paths, records, strict=True):
        annotated = corpora / "BASIL/annotations" / path.parent.name / f"{path.stem}_ann.json"
        phrases = json.loads(annotated.read_text(encoding="utf-8"))["phrase-level-annotations"]
        body, starts = lay_out(record["body-paragraphs"])
        yield QuotedArticle(
            _article(record, body), tuple(_quoted_spans(phrases, starts)), events.index(record["triplet-uuid"])
        )


def lay_out(paragraphs: Sequence[Sequence[str]]) -> tuple[str, list[int]]:
    """Return the body of an article's paragraphs, a line each, and where each of their sentences starts in it."""
    body, starts = "", []
    for paragraph in paragraphs:
        for number, sentence in enumerate(paragraph):
            body += (" " if number else "\n") if body else ""
            starts.append(len(body))
            body += sentence
    return body, starts


def _quoted_spans(phrases: Iterable[Mapping], starts: Sequence[int]) -> Iterator[QuotedSpan]:
    for phrase in phrases:
        if phrase["quote"] == "yes":
            sentence = starts[int(phrase["id"].removeprefix("p"))]
            yield QuotedSpan(sentence + phrase["start"], sentence + phrase["end"], phrase["speaker"])


def _article(record: Mapping, body: str) -> Article:
    digest = text_sha256(body)
    fields = dict.fromkeys(Article.__dataclass_fields__)
    fields |= {
        "article_id": stable_id("article", digest),
        "title": record["title"],
        "authors": (),
        "retrieved_at": datetime(2019, 1, 1, tzinfo=UTC),
        "language": "en",
        "body": body,
        "word_count": len(body.split()),
        "text_sha256": digest,
        "status": "ok",
        "source_document": record["uuid"],
        "document_sha256": digest,
    }
    return Article(**fields)


def quote_of(span: QuotedSpan, quotes: Iterable[Quote]) -> Quote | None:
    """Return the quote in which a span is found, ``None`` where at most less than half of it is."""
    covering = [quote for quote in quotes if 2 * _shared(span, quote.content_spans) >= span.end - span.start]
    return max(covering, key=lambda quote: (_shared(span, quote.content_spans), -len(quote.content)), default=None)


def _shared(span: QuotedSpan, fragments: Iterable[Span]) -> int:
    return sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in fragments)


def is_right(span: QuotedSpan, quote: Quote) -> bool:
    """Whether a quote's speaker is whom the span names."""
    words = [word for word in name_key(quote.speaker_name or "").split() if word not in SUFFIXES]
    return bool(words) and words[-1] == span.family_name


def count(article: QuotedArticle, quotes: Sequence[Quote]) -> dict[str, Counts]:
    """Return what was found of an article's quoted spans, and how many speakers of those found are right."""
    found = [(span, quote_of(span, quotes)) for span in article.spans]
    named = [(span, quote) for span, quote in found if span.family_name]
    unnamed = [quote for span, quote in found if not span.family_name]
    right = _share(is_right(span, quote) for span, quote in named if quote)
    half = "right, events looked at" if article.is_looked_at else "right, events not looked at"
    return {
        "found": _share(quote is not None for _, quote in named),
        "right": right,
        half: right,
        "unnamed found": _share(quote is not None for quote in unnamed),
    }


def _share(answers: Iterable[bool]) -> Counts:
    """Return as many wanted as given, so that their F1 is the share of those that hold."""
    answers = list(answers)
    return Tally(sum(answers), len(answers), len(answers)).counts()


def evaluate(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    """Annotate the articles, make their rows and compare the speakers."""
    for article in read_articles(corpora):
        yield score(article, nlp(article.article.body))


def score(article: QuotedArticle, doc: Doc) -> dict[str, Counts]:
    """Return the counts of an annotated article."""
    return count(article, build_rows(article.article, doc).quotes)


MEASURES = (
    Measure(
        "BASIL, speakers of quoted spans",
        "share of spans whose speaker has a name",
        files,
        evaluate,
        goals={"right": 90},
    ),
)
