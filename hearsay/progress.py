"""How far a build is: the stages tell, the command line listens."""

from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

Item = TypeVar("Item")


class Progress:
    """Hears of the stages of a build; this one shows nothing."""

    def start(self, stage: str, total: int) -> None:
        """Hear that a stage begins.

        :param stage: its name.
        :param total: how many documents or articles it has before it.
        """

    def advance(self, count: int = 1) -> None:
        """Hear that so many of them are done."""


listener: ContextVar[Progress] = ContextVar("listener", default=Progress())  # noqa: B039 (holds no state)


def track(stage: str, items: Iterable[Item], *, total: int) -> Iterator[Item]:
    """Yield items, telling how far a stage is."""
    progress = listener.get()
    progress.start(stage, total)
    for item in items:
        yield item
        progress.advance()
