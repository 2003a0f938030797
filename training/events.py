"""Read the events of the unified factuality corpora (Stanovsky et al., ACL 2017): in column three, from -3 to 3."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

CORPORA = {"FactBank": "factbank_v1", "UW": "uw"}
FOLDER = Path("T-LSTM/unified")


class EventSentence(NamedTuple):
    """A sentence's words, and the factuality of the events among them by offset."""

    words: list[str]
    events: dict[int, float]


def events_file(corpora: Path, name: str, part: str) -> Path:
    """Return the file of a part (``train``, ``dev``, ``test``) of a corpus (a name of :data:`CORPORA`)."""
    return corpora / FOLDER / CORPORA[name] / f"{part}.conll"


def read_sentences(corpora: Path, name: str, part: str) -> Iterator[EventSentence]:
    """Yield the sentences of a part of a corpus that hold events; arguments as above."""
    for block in events_file(corpora, name, part).read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines()]
        events = {place: float(row[2]) for place, row in enumerate(rows) if row[2] != "_"}
        if events:
            yield EventSentence([row[1] for row in rows], events)
