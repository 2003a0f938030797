"""What the components share: how what they have learnt is saved with the pipeline."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import srsly
from spacy.training import Example


class Saved(ABC):
    """A component whose learnt labels and tables are one JSON file of its folder, named by ``FILE``."""

    FILE: str
    INDENT = 2  # 0: no line breaks
    scorer: Callable[..., dict[str, Any]] | None = None

    @abstractmethod
    def load(self, learnt: Mapping[str, Any]) -> Self:
        """Take what was learnt, as :meth:`learnt` returns it."""

    @abstractmethod
    def learnt(self) -> dict[str, Any]:
        """Return what was learnt as lists, numbers and strings."""

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """Score predictions for ``nlp.evaluate``."""
        return self.scorer(examples, **options) if self.scorer is not None else {}

    def to_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> None:
        """Write the file into a folder."""
        Path(path).mkdir(parents=True, exist_ok=True)
        srsly.write_json(Path(path) / self.FILE, self.learnt(), indent=self.INDENT)

    def from_disk(self, path: Path | str, *, exclude: tuple[str, ...] = ()) -> Self:
        """Read the file from a folder."""
        return self.load(srsly.read_json(Path(path) / self.FILE))

    def to_bytes(self, *, exclude: tuple[str, ...] = ()) -> bytes:
        """Return the file's content as bytes."""
        return srsly.msgpack_dumps(self.learnt())

    def from_bytes(self, data: bytes, *, exclude: tuple[str, ...] = ()) -> Self:
        """Read the content from bytes."""
        return self.load(srsly.msgpack_loads(data))
