"""Quotes: how many are found on PolNeAR's development articles, and how fast, beside spaCy with textacy.

    python -m benchmarks.quotations --corpora ../shared/corpora        (pip install -e '.[bench]' gets textacy)

textacy's ``direct_quotations`` reads tags, lemmas and parse; it is given those of Hearsay's own model, which are better
than those of the small pipeline that it is commonly run on, and it is also run paragraph by paragraph, since it gives
up on a text with an odd number of quotation marks. Its time is that of spaCy's small CNN (``benchmarks.annotation``)
and its own; Hearsay's is that of the model and of the rows, with entities, speakers, claims and all else in them. Both
are processor seconds, taken in turn.

A gold attribution is found where contents that were found cover at least half of its own, and its speaker where one of
these also has a source that overlaps the gold one. What was found is right where gold contents cover at least half of
it. A gold attribution is a direct quotation where its content starts with a quotation mark; what Hearsay gives for
such are its direct and mixed quotes.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.annotation import small_cnn
from pipeline.ids import stable_id, text_sha256
from pipeline.language import load_pipeline
from pipeline.records import Article, Quote
from pipeline.rows import build_rows
from pipeline.settings import LANGUAGE, PROJECT
from training.corpora import Attributed, read_standoff
from training.measures.attributions import article_files
from training.metrics import overlap

SMALL = ("--articles", "2", "--rounds", "1")
QUOTATION_MARKS = ('"', "“", "‘", "'", "``")


@dataclass(frozen=True, slots=True)
class Found:
    """An attribution that was found, in character offsets."""

    content: list[tuple[int, int]]
    source: list[tuple[int, int]]
    in_marks: bool = True  # at least in part


@dataclass(slots=True)
class Score:
    """How many gold attributions were found, and how much of what was found is right."""

    gold: int = 0
    found_gold: int = 0
    sourced_gold: int = 0
    with_source: int = 0  # of those found, how many also have the right source
    found: int = 0
    right: int = 0

    def add(self, gold: Sequence[Attributed], found: Sequence[Found], *, correct: Sequence[Attributed]) -> None:
        """Count one article.

        :param gold: what is to be found.
        :param correct: of which it is no fault to be found: all gold attributions.
        """
        for each in gold:
            covering = [other for other in found if overlap(each.content, other.content)]
            is_found = _covers([span for other in covering for span in other.content], each.content)
            self.gold += 1
            self.found_gold += is_found
            self.sourced_gold += bool(each.source)
            self.with_source += is_found and any(overlap(each.source, other.source) for other in covering)
        contents = [span for each in correct for span in each.content]
        self.found += len(found)
        self.right += sum(_covers(contents, each.content) for each in found)

    def line(self) -> str:
        """Return recall, precision and recall with the speaker, in percent."""
        recall, speakers = self.found_gold / max(self.gold, 1), self.with_source / max(self.sourced_gold, 1)
        precision = self.right / max(self.found, 1)
        return f"{self.gold:8,}{recall:8.1%}{speakers:14.1%}{self.found:8,}{precision:11.1%}"


def _covers(spans: Sequence[tuple[int, int]], content: Sequence[tuple[int, int]]) -> bool:
    """Return whether spans cover at least half of a content."""
    return 2 * overlap(list(spans), list(content)) >= sum(end - start for start, end in content)


@dataclass(slots=True)
class Scores:
    """What one tool finds."""

    direct: Score = field(default_factory=Score)
    every: Score = field(default_factory=Score)

    def add(self, text: str, gold: Sequence[Attributed], found: Sequence[Found]) -> None:
        """Count one article."""
        gold = [each for each in gold if each.content]
        direct = [each for each in gold if text[min(each.content)[0]:].startswith(QUOTATION_MARKS)]
        self.direct.add(direct, [each for each in found if each.in_marks], correct=gold)
        self.every.add(gold, found, correct=gold)


def hearsay_quotes(doc: Doc) -> list[Found]:
    """Return the quotes among the rows of an annotated text."""
    return [_found(quote) for quote in build_rows(article_of(doc.text), doc).quotes]


def article_of(body: str) -> Article:
    """Return an article of which nothing but its body is known."""
    digest = text_sha256(body)
    known = {
        "article_id": stable_id("article", digest), "authors": (), "retrieved_at": datetime(2030, 1, 1, tzinfo=UTC),
        "language": LANGUAGE, "body": body, "word_count": len(body.split()), "text_sha256": digest, "status": "ok",
        "source_document": digest, "document_sha256": digest,
    }
    return Article(**dict.fromkeys(Article.__dataclass_fields__) | known)


def _found(quote: Quote) -> Found:
    source = [] if quote.source_start_char is None else [(quote.source_start_char, quote.source_end_char)]
    return Found(list(quote.content_spans), source, quote.kind != "indirect")


def textacy_quotes(doc: Doc) -> list[Found]:
    """Return what textacy finds in an annotated text; nothing where it gives up."""
    from textacy.extract import direct_quotations

    try:
        return [
            Found([_characters(content)], [(word.idx, word.idx + len(word)) for word in speaker])
            for speaker, _, content in direct_quotations(doc)
        ]
    except ValueError:  # an odd number of quotation marks
        return []


def _characters(span: Span) -> tuple[int, int]:
    return span.start_char, span.end_char


def textacy_paragraph_quotes(doc: Doc) -> list[Found]:
    """Return what textacy finds in each paragraph of an annotated text by itself."""
    found = []
    for span in _paragraphs(doc):
        shift = span.start_char
        found += [
            Found(_shifted(each.content, shift), _shifted(each.source, shift))
            for each in textacy_quotes(span.as_doc())
        ]
    return found


def _shifted(spans: Iterable[tuple[int, int]], shift: int) -> list[tuple[int, int]]:
    return [(start + shift, end + shift) for start, end in spans]


def _paragraphs(doc: Doc) -> Iterable[Span]:
    """Yield the paragraphs of a text, whole sentences each."""
    first = 0
    for sentence in doc.sents:
        text = doc.text[sentence.start_char:sentence.end_char + 1]
        if "\n" in text.lstrip() or sentence.end == len(doc):
            yield doc[first:sentence.end]
            first = sentence.end


def read_texts(corpora: Path, articles: int | None) -> list[tuple[str, list[Attributed]]]:
    """Return PolNeAR's development articles with their gold attributions."""
    found = []
    for path in article_files(corpora)[:articles]:
        name = path.stem.rpartition("_")[0]
        with open(path.parent.parent / "text" / f"{name}.txt", encoding="utf-8", newline="") as file:
            found.append((file.read(), read_standoff(path)))
    return found


def scores(texts: Sequence[tuple[str, list[Attributed]]], docs: Sequence[Doc], find: Callable) -> Scores:
    """Return what a tool finds in annotated texts."""
    result = Scores()
    for (text, gold), doc in zip(texts, docs, strict=True):
        result.add(text, gold, find(doc))
    return result


def speeds(ours: Language, bodies: Sequence[str], docs: Sequence[Doc], rounds: int) -> dict[str, list[float]]:
    """Return the processor seconds of each tool in each round.

    :param docs: the texts as Hearsay's model annotates them, for textacy: what the small CNN gives means nothing.
    """
    theirs = small_cnn()
    tools: dict[str, Callable[[], object]] = {
        "hearsay": lambda: [hearsay_quotes(doc) for doc in ours.pipe(bodies)],
        "spaCy small CNN": lambda: list(theirs.pipe(bodies)),
        "direct_quotations": lambda: [textacy_quotes(doc) for doc in docs],
    }
    for run in tools.values():
        run()
    found: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(rounds):
        for name, run in tools.items():
            began = time.process_time()
            run()
            found[name].append(time.process_time() - began)
    return found


def main() -> None:
    """Print what both find, and their speeds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    corpora = Path(os.environ.get("CORPORA", PROJECT / "../shared/corpora"))
    parser.add_argument("--corpora", type=Path, default=corpora)
    parser.add_argument("--articles", type=int, help="default: all")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    texts = read_texts(options.corpora, options.articles)
    if not texts:
        print(f"skipped: there is no PolNeAR in {options.corpora}")
        return
    if not find_spec("textacy"):
        print("skipped: textacy is not installed: pip install -e '.[bench]'")
        return
    ours = load_pipeline()
    bodies = [text for text, _ in texts]
    docs = list(ours.pipe(bodies))
    words = sum(map(len, docs))
    print(f"{len(texts)} development articles of PolNeAR, {words:,} words")
    print(f"  {'':40}{'gold':>8}{'recall':>8}{'with speaker':>14}{'found':>8}{'precision':>11}")
    tools = {"hearsay": hearsay_quotes, "textacy": textacy_quotes, "textacy by paragraph": textacy_paragraph_quotes}
    for name, find in tools.items():
        result = scores(texts, docs, find)
        print(f"  {name + ', direct quotations':40}{result.direct.line()}")
        print(f"  {name + ', all attributions':40}{result.every.line()}", flush=True)
    times = speeds(ours, bodies, docs, options.rounds)
    pairs = list(zip(times["hearsay"], times["spaCy small CNN"], times["direct_quotations"], strict=True))
    print(f"  processor seconds, median of {len(pairs)} rounds in turn")
    print(f"  hearsay, model and rows           {words / statistics.median(times['hearsay']):10,.0f} words/s")
    both = statistics.median(small + quotations for _, small, quotations in pairs)
    print(f"  spaCy small CNN and textacy       {words / both:10,.0f} words/s")
    ratio = statistics.median(own / (small + quotations) for own, small, quotations in pairs)
    print(f"  ratio of the times                {ratio:10.2f}")


if __name__ == "__main__":
    main()
