"""The articles of ``training/written/articles``: news written for the project, with marks in place.

Articles are separated by a line ``===``. ``{key:LABEL|text}`` is a mention of the entity ``key``: its label stands at
the first name, and wherever a name has another one. ``[c1 content]``, ``[v1 cue]`` and ``[s1 source]`` are the parts of
attribution 1, each in as many pieces as it has. Marks nest; parts of attributions do so only where two have one source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc

from pipeline.language.entities import NAME_LABELS
from training.chains import TITLES, items_of
from training.corpora import AntecedentItem, Attributed, Example, align, tokenizer
from training.gold.marks import Form, MarkError, form_of
from training.labels import OUTSIDE, Allowed, span_tags, without_values

FOLDER = Path(__file__).with_name("written") / "articles"
TIMES = 3  # an epoch: the articles are few, and alone carry attributions, chains and names together
PARTS = {"c": "content", "v": "cue", "s": "source"}

_MARK = re.compile(
    r"\{(?P<key>[a-z0-9-]+)(?::(?P<label>[A-Z_]+))?\||\[(?P<part>[csv])(?P<number>\d+) |"
    r"(?P<close>[}\]])|(?P<other>[{\[|])"
)
_SMALL_WORDS = frozenset("a al and at bin da de del der di du el en et for in la le of on to van von y ’s 's".split())
_AFTER_HEAD = frozenset(
    "about after against at behind between by for from in into of on over that to under which who with , ; : (".split()
)


@dataclass(slots=True)
class Mention:
    """A mention in code points of the text; ``label`` is that of a name."""

    start: int
    end: int
    key: str
    form: Form
    label: str | None


@dataclass(slots=True)
class WrittenArticle:
    """An article without its marks; spans are code points of the text."""

    text: str = ""
    mentions: list[Mention] = field(default_factory=list)
    attributions: dict[int, dict[str, list[tuple[int, int]]]] = field(default_factory=dict)  # by number and role


def read_articles(folder: Path = FOLDER) -> Iterator[tuple[str, WrittenArticle]]:
    """Yield a name and the article, for all files in order.

    :raises MarkError: a mark cannot be read.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, article in enumerate(read_file(path), 1):
            yield f"{path.stem} {number}", article


def read_file(path: Path) -> Iterator[WrittenArticle]:
    """Yield the articles of one file.

    :raises MarkError: a mark cannot be read; the message names file and line.
    """
    text = path.read_text(encoding="utf-8")
    start = 0
    for part in re.split(r"^===\n", text, flags=re.MULTILINE):
        before = len(part) - len(part.lstrip())
        if part.strip():
            try:
                yield read_article(part.strip())
            except MarkError as error:
                line = text.count("\n", 0, start + before + error.place) + 1
                raise MarkError(f"{path.name}:{line}: {error}", error.place) from None
        start += len(part) + len("===\n")


def read_article(marked: str) -> WrittenArticle:
    """Return an article of its marked text.

    :raises MarkError: a mark has no partner, is empty, or has a label that is none.
    """
    article, opened, labels, last = WrittenArticle(), [], {}, 0
    for match in _MARK.finditer(marked):
        article.text += marked[last:match.start()]
        last = match.end()
        if match["close"]:
            if not opened or ("}" if opened[-1][1]["key"] else "]") != match["close"]:
                raise MarkError(f"{match['close']!r} closes nothing", match.start())
            _close(article, *opened.pop(), labels)
        elif match["other"]:
            raise MarkError(f"{match['other']!r} stands alone", match.start())
        else:
            if match["part"] and any(mark["part"] and not mark["part"] == match["part"] == "s" for _, mark in opened):
                raise MarkError("a part of an attribution stands inside another", match.start())
            if match["label"] and match["label"] not in NAME_LABELS:
                raise MarkError(f"{match['label']} is no label of names", match.start())
            opened.append((len(article.text), match))
            if match["label"]:
                labels.setdefault(match["key"], match["label"])
    if opened:
        raise MarkError(f"{opened[-1][1][0]!r} is not closed", opened[-1][1].start())
    article.text += marked[last:]
    article.mentions.sort(key=lambda mention: (mention.start, -mention.end))
    return article


def _close(article: WrittenArticle, start: int, mark: re.Match, labels: dict[str, str]) -> None:
    words = article.text[start:]
    if not words.strip() or words != words.strip():
        raise MarkError(f"{mark[0]!r} is empty or has white space at an end: {words!r}", mark.start())
    if mark["part"]:
        parts = article.attributions.setdefault(int(mark["number"]), {})
        end = start + len(words.rstrip(",")) if mark["part"] == "s" else len(article.text)
        parts.setdefault(PARTS[mark["part"]], []).append((start, end))
        return
    inner = [(mention.start, mention.end) for mention in article.mentions if mention.start >= start]
    form = form_of(words, start, inner)
    label = (mark["label"] or labels.get(mark["key"])) if form == "name" else None
    article.mentions.append(Mention(start, len(article.text), mark["key"], form, label))


def read_examples(folder: Path = FOLDER) -> Iterator[Example]:
    """Yield the articles as training reads them: words, attributions, names and coreference."""
    for name, article in read_articles(folder):
        yield to_example(article, name)


def to_example(article: WrittenArticle, name: str) -> Example:
    """Return an article in words, with all that is marked in it."""
    doc = tokenizer()(article.text)
    starts = [token.idx for token in doc]
    ends = [token.idx + len(token) for token in doc]
    attributions = [align(Attributed(**parts), starts, ends) for parts in article.attributions.values()]
    return Example(
        "article",
        [token.text for token in doc],
        attributions=[attributions],
        entities=_entities(doc, article.mentions),
        antecedents=_antecedents(doc, article.mentions),
        name=name,
    )


def spans_of_chains(article: WrittenArticle, doc: Doc) -> list[list[tuple[int, int]]]:
    """Return the mentions of everything that has several, as spans in words."""
    chains: dict[str, list[tuple[int, int]]] = {}
    for mention in article.mentions:
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        chains.setdefault(mention.key, []).append((span.start, span.end))
    return [spans for spans in chains.values() if len(spans) > 1]


def _entities(doc: Doc, mentions: list[Mention]) -> list[Allowed]:
    """Return the allowed tags: names are all marked, dates and numbers are not."""
    words = [token.text for token in doc]
    allowed: list[Allowed] = [OUTSIDE] * len(words)
    for mention in sorted(mentions, key=lambda mention: mention.end - mention.start):
        if mention.form != "name":
            continue
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        first = span.start + (span[0].lower_ in ("the", "a", "an") and len(span) > 1)
        if mention.label and all(map(_may_be_in_name, words[first:span.end])):
            allowed[first:span.end] = span_tags((mention.label,), span.end - first)
        else:
            for place in range(first, span.end):
                if words[place][:1].isupper() and allowed[place] == OUTSIDE:
                    allowed[place] = None
    return without_values(words, allowed)


def _may_be_in_name(word: str) -> bool:
    return word[0].isupper() or not word[0].isalpha() or word in _SMALL_WORDS


def _antecedents(doc: Doc, mentions: list[Mention]) -> list[AntecedentItem]:
    """Return the items over the head words of the mentions; of two with one head, the shorter's."""
    chain_of: dict[int, str] = {}
    for mention in sorted(mentions, key=lambda mention: mention.end - mention.start):
        chain_of.setdefault(_head(doc, mention), mention.key)
    numbers = {key: number for number, key in enumerate(dict.fromkeys(chain_of.values()))}
    return items_of(sorted(chain_of), {word: numbers[key] for word, key in chain_of.items()})


def _head(doc: Doc, mention: Mention) -> int:
    """Return the word that heads a mention: a person's first name, else the last word before a preposition."""
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if mention.form == "name" and mention.label == "PERSON":
        return next((token.i for token in span if token.text not in TITLES), span.start)
    stop = next((token.i for token in span[1:] if token.lower_ in _AFTER_HEAD), span.end)
    return stop - 1
