"""How far a build is: a bar in a terminal, a line a batch elsewhere."""

import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from hearsay.build import BuildProgress

STAGES = {"articles": "taking out articles", "annotations": "finding who said what"}


def display(console: Console) -> BuildProgress:
    """Return what shows a build on this console."""
    return Bar(console) if console.is_terminal else Lines(console)


class Lines(BuildProgress):
    """A line for each batch."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.batches: Sequence[int] = ()
        self.started = time.monotonic()

    @property
    def count(self) -> int:
        """How many batches hold documents; one of rejections only may follow."""
        return sum(documents > 0 for documents in self.batches)

    def wait(self, warehouse: Path) -> None:
        """Tell that another build has to end first."""
        self.console.print(f"Another build is writing {warehouse}: waiting until it has ended.")

    def begin(self, batches: Sequence[int]) -> None:
        """Tell how much there is."""
        self.batches = batches
        if sum(batches):
            self.console.print(f"{sum(batches):,} documents to read")

    def begin_batch(self, number: int) -> None:
        """Tell which batch begins."""
        if documents := self.batches[number - 1]:
            seconds = time.monotonic() - self.started
            self.console.print(f"batch {number:,} of {self.count:,}: {documents:,} documents ({seconds:.0f} s)")


class Bar(Lines):
    """A bar of all documents, which the two long stages of a batch move."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        self.progress = Progress(
            TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            TimeRemainingColumn(), console=console, transient=True, redirect_stdout=False, redirect_stderr=False,
        )
        self.task = self.progress.add_task("reading", total=None)
        self.done = 0
        self.number = 0

    def begin(self, batches: Sequence[int]) -> None:
        """Show the bar."""
        self.batches = batches
        if batches:
            self.progress.update(self.task, total=sum(batches))
            self.progress.start()

    def begin_batch(self, number: int) -> None:
        """Move the bar to the beginning of a batch."""
        self.number = number
        self.done = sum(self.batches[:number - 1])
        self._show("reading", self.done)

    def start(self, stage: str, total: int) -> None:
        """Name the stage; only annotation, which takes by far the longest, moves the bar."""
        self._show(STAGES.get(stage, stage), self.done)
        self.is_moving = stage == "annotations"

    def advance(self, count: int = 1) -> None:
        """Move the bar."""
        if self.is_moving:
            self.progress.advance(self.task, count)

    def end(self) -> None:
        """Remove the bar."""
        self.progress.stop()

    def _show(self, stage: str, completed: int) -> None:
        batch = f" (batch {self.number:,} of {self.count:,})" if self.count > 1 else ""
        self.progress.update(self.task, description=f"{stage}{batch}", completed=completed)
