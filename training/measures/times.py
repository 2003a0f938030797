"""Time expressions against TimeBank's TIMEX3: where they are, and what they mean.

The metrics are TempEval-3's (UzZaman et al., 2013): an expression is found where it shares a character with a gold one,
and its value counts where it is the gold's to the letter. The day of creation is given, not scored. Half of TimeBank
and AQUAINT were looked at while the rules were written; "TimeBank, odd" is the other half.
"""

import html
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language

from pipeline.rows.times import TimeExpression, find_times
from training.measures import Measure
from training.metrics import Counts

FOLDER = Path("StructTempRel-EMNLP17/data/TempEval3/Training/TBAQ-cleaned")

_CREATED = re.compile(r'<DCT>.*?value="(\d{4}-\d\d-\d\d)', re.DOTALL)
_TEXT = re.compile(r"<TEXT>(.*)</TEXT>", re.DOTALL)
_TAG = re.compile(r"<(/?)(\w+)([^>]*)>")
_VALUE = re.compile(r'value="([^"]*)"')


class MarkedText(NamedTuple):
    """A text of TimeBank."""

    text: str
    created: date
    times: list[tuple[int, int, str]]  # start, end and value of TIMEX3


def read_text(file: Path) -> MarkedText | None:
    """Return a text with its time expressions; ``None`` where the day of its creation is not known."""
    content = file.read_text(encoding="utf-8")
    created, marked = _CREATED.search(content), _TEXT.search(content)
    if not created or not marked:
        return None
    text, place, opened, times = "", 0, [], []
    for tag in _TAG.finditer(marked[1]):
        text += html.unescape(marked[1][place : tag.start()])
        place = tag.end()
        if tag[2] == "TIMEX3" and not tag[1]:
            opened.append((len(text), _VALUE.search(tag[3])[1]))
        elif tag[2] == "TIMEX3":
            start, value = opened.pop()
            times.append((start, len(text), value))
    return MarkedText(text + html.unescape(marked[1][place:]), date.fromisoformat(created[1]), sorted(times))


def score(gold: list[tuple[int, int, str]], found: list[TimeExpression]) -> dict[str, Counts]:
    """Return the counts of one text."""
    left, pairs = list(found), []
    for start, end, value in gold:
        match = next((time for time in left if time.start < end and start < time.end), None)
        if match:
            left.remove(match)
            pairs.append(((start, end) == (match.start, match.end), value == match.value))
    exact, right = (sum(column) for column in zip(*pairs, strict=True)) if pairs else (0, 0)
    numbers = {"span": len(pairs), "exact span": exact, "value": right}
    return {name: (number, len(found), number, len(gold)) for name, number in numbers.items()}


def _files(folder: str, part: slice) -> Callable[[Path], list[Path]]:
    def files(corpora: Path) -> list[Path]:
        found = sorted((corpora / FOLDER / folder).glob("*.tml"))[part]
        if not found:
            raise FileNotFoundError(2, "no such texts", str(corpora / FOLDER / folder))
        return found

    return files


def _run(files: Callable[[Path], list[Path]]) -> Callable[[Language, Path], Iterator[dict[str, Counts]]]:
    def run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
        for file in files(corpora):
            marked = read_text(file)
            if marked:
                yield score(marked.times, find_times(marked.text, published=marked.created))

    return run


MEASURES = tuple(
    Measure(name, "F1 of TempEval-3", files, _run(files))
    for name, files in (
        ("TimeBank, even", _files("TimeBank", slice(0, None, 2))),
        ("TimeBank, odd", _files("TimeBank", slice(1, None, 2))),
        ("AQUAINT", _files("AQUAINT", slice(None))),
    )
)
