"""End to end: articles a second of a whole build, where its time goes, its memory, and how much is not the encoder.

    python -m benchmarks.whole [--articles 1000] [--from FILE.jsonl.gz]

One process builds real articles into a new warehouse as ``hearsay build`` does, without workers. What is told are its
processor seconds, starting included; each part is without the parts inside it. The same articles are built again
afterwards, which finds nothing to do.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from importlib import import_module
from inspect import isgeneratorfunction
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks.annotation import own_peak
from benchmarks.scaling import NEWS, write_records
from pipeline.settings import MODEL, PROJECT

END = object()
SMALL = ("--articles", "6")
ENCODER, START, DAGSTER = "encoder", "start: imports, planning", "Dagster, between the steps"
STEPS = {
    "documents": "read", "articles": "extract", "annotations": "annotate: shards, Docs to bytes", "rows": "rows",
    "validated_rows": "validate: rows to frames, files", "tables": "load: SQL and the rest",
    "published_warehouse": "publish",
}
PARTS = {  # functions inside the steps: a module, and a name in it
    ("hearsay.annotation", "annotate"): "annotate: sentences, entities, parse, attributions",
    ("pipeline.language.encoder", "Encoder.__call__"): ENCODER,
    ("assets.resources", "load_pipeline"): "load the language model",
    ("assets.resources", "load_models"): "load the models of claims",
    ("assets.tables", "validate_batch"): "validate: Great Expectations",
    ("warehouse.load", "link_batch"): "load: link entities",
    ("warehouse.load", "move_entities"): "load: sum up entities",
    ("warehouse.load", "word_claims"): "load: wordings and vectors of claims",
    ("warehouse.load", "group_claims"): "load: claims across articles",
}


class Clock:
    """Adds up processor seconds by part; those of a part within another count for the inner one only."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._open = [START]
        self._since = 0.0  # of the process's own time, so that all of it is counted

    def begin(self, part: str) -> None:
        """Have all that is in no other part count for this one from now on."""
        self._note()
        self._open[0] = part

    def total(self) -> float:
        """Return the seconds so far."""
        self._note()
        return sum(self.seconds.values())

    def _note(self) -> None:
        now = time.process_time()
        self.seconds[self._open[-1]] += now - self._since
        self._since = now

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Count what is done within for a part."""
        self._note()
        self._open.append(name)
        try:
            yield
        finally:
            self._note()
            self._open.pop()

    def timed(self, function: Callable, part: str) -> Callable:
        """Return a function that does the same and is counted; of a generator, each step."""
        if isgeneratorfunction(function):
            @wraps(function)
            def stepwise(*arguments: Any, **options: Any) -> Iterator[Any]:
                steps = function(*arguments, **options)
                while True:
                    with self.part(part):
                        found = next(steps, END)
                    if found is END:
                        return
                    yield found

            return stepwise

        @wraps(function)
        def whole(*arguments: Any, **options: Any) -> Any:
            with self.part(part):
                return function(*arguments, **options)

        return whole


@contextmanager
def watched(clock: Clock) -> Iterator[None]:
    """Have a clock run over the steps of builds in this process and the parts of them."""
    from assets import runs

    @contextmanager
    def step(context: Any) -> Iterator[None]:
        clock.begin(DAGSTER)
        with clock.part(STEPS[context.op_def.name]), original(context):
            yield

    original = runs.clear_failures
    with ExitStack() as patches:
        for module in ("assets.articles", "assets.tables"):
            patches.enter_context(patch(f"{module}.clear_failures", step))
        for (module, name), part in PARTS.items():
            *owner, function = name.split(".")
            holder = getattr(import_module(module), *owner) if owner else import_module(module)
            patches.enter_context(patch.object(holder, function, clock.timed(getattr(holder, function), part)))
        yield


def measure(file: Path, folder: Path, *, model: Path = MODEL) -> dict[str, Any]:
    """Build a file into a new warehouse in this process.

    :param model: folder of the spaCy pipeline.
    :return: processor seconds by part, of all and of building again; articles, words, and the peak memory in MB.
    """
    from hearsay.build import build

    clock, warehouse = Clock(), folder / "news.duckdb"
    with watched(clock):
        built = build([str(file)], warehouse=warehouse, model=model)
        seconds = clock.total()
    parts = dict(clock.seconds)
    memory = own_peak()
    began = time.process_time()
    build([str(file)], warehouse=warehouse, model=model)
    again = time.process_time() - began
    articles, words = _count(warehouse)
    return {
        "articles": articles, "words": words, "batches": built.batches, "seconds": seconds, "parts": parts,
        "memory": memory, "again": again, "megabytes": warehouse.stat().st_size / 1e6,
    }


def _count(warehouse: Path) -> tuple[int, int]:
    import duckdb

    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return connection.execute("select count(*), sum(word_count)::bigint from articles").fetchall()[0]


def measure_apart(file: Path, folder: Path) -> dict[str, Any]:
    """Measure in a new process, where nothing is imported yet."""
    command = [sys.executable, "-m", "benchmarks.whole", "--measure", str(file), str(folder)]
    output = subprocess.run(command, check=True, cwd=PROJECT, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(output.splitlines()[-1])


def report(found: dict[str, Any]) -> list[str]:
    """Return the lines to print."""
    seconds, articles, words = found["seconds"], found["articles"], found["words"]
    encoder = found["parts"].get(ENCODER, 0.0)
    heads = found["parts"].get(PARTS["hearsay.annotation", "annotate"], 0.0)
    lines = [
        f"{articles:,} articles, {words:,} words, batches: {found['batches']}; processor seconds of one process",
        f"  {articles / seconds:.2f} articles/s, {words / seconds:,.0f} words/s, peak {found['memory']:,.0f} MB, "
        f"warehouse {found['megabytes']:.1f} MB",
        f"  {'part':52}{'s':>9}{'ms/article':>12}{'share':>8}",
    ]
    for part, taken in sorted(found["parts"].items(), key=lambda item: -item[1]):
        lines.append(f"  {part:52}{taken:9.1f}{1000 * taken / articles:12.1f}{taken / seconds:8.1%}")
    lines.append(f"  {'all':52}{seconds:9.1f}{1000 * seconds / articles:12.1f}{1:8.1%}")
    lines.append(f"  not the encoder: {1 - encoder / seconds:.1%} (goal: at most 25%)")
    lines.append(f"  not the language model, the heads on the encoder included: {1 - (encoder + heads) / seconds:.1%}")
    lines.append(f"  the same again, nothing to do: {found['again']:.1f} s")
    return lines


def main() -> None:
    """Print what a build takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    corpora = Path(os.environ.get("CORPORA", PROJECT / "../shared/corpora"))
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--from", dest="source", type=Path, default=corpora / NEWS, help="a .jsonl.gz of records")
    parser.add_argument("--measure", nargs=2, type=Path, metavar=("FILE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*options.measure)))
    elif not options.source.is_file():
        print(f"skipped: there is no {options.source}")
    else:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            file = write_records(options.source, folder / "articles.jsonl", options.articles)
            print("\n".join(report(measure_apart(file, folder))))


if __name__ == "__main__":
    main()
