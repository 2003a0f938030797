"""Load and publish: a batch's load against a bare DuckDB COPY of the same rows, publishing against a file copy.

    python -m benchmarks.loading [WAREHOUSE] [--articles 1000] [--rounds 3]

The articles of a warehouse that was built are loaded anew with their rows, as :mod:`benchmarks.linking` does it, into
an empty one; the same frames are then written by ``COPY ... FROM`` of Parquet files into tables without anything else.
What lies between the two is what a load does: versions, entities across articles, duplicates, sums, the ledger.
Processor seconds, in turn; publishing is measured in seconds of the clock, since it waits for the disk.
"""

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as parquet

from benchmarks.linking import LINKED, read_batches, revisions_of
from pipeline.settings import DEFAULT_WAREHOUSE
from warehouse.connection import Warehouse
from warehouse.frames import arrow_of
from warehouse.load import load_batch
from warehouse.publish import publish

SMALL = ("--articles", "10", "--rounds", "1")


def read_frames(warehouse: Path, articles: int) -> dict[str, pd.DataFrame]:
    """Return the first articles of a warehouse with their rows, as one batch."""
    frames = next(read_batches([warehouse], articles, tables=(*LINKED, "claims")))
    return frames | {"article_revisions": revisions_of(frames["articles"])}


def load(frames: Mapping[str, pd.DataFrame], file: Path) -> None:
    """Load a batch into a new warehouse."""
    warehouse = Warehouse(file)
    warehouse.create_schema()
    with warehouse.transaction() as connection:
        load_batch(
            connection, frames, run_id="benchmark", batch_id="batch_1", fingerprint="benchmark",
            loaded_at=datetime.now(UTC),
        )


def write_parquet(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write a batch as Parquet files, one a table."""
    folder.mkdir()
    for name, frame in frames.items():
        parquet.write_table(arrow_of(name, frame), folder / f"{name}.parquet")


def copy(folder: Path, file: Path) -> None:
    """Copy Parquet files into tables of a new DuckDB file."""
    with duckdb.connect(str(file)) as connection:
        for source in sorted(folder.glob("*.parquet")):
            connection.execute(f"create table {source.stem} as from '{source}' limit 0")
            connection.execute(f"copy {source.stem} from '{source}' (format parquet)")


def spent(clock: Callable[[], float], run: Callable, *arguments: object) -> float:
    """Return what a clock says that a call took."""
    began = clock()
    run(*arguments)
    return clock() - began


def measure(frames: Mapping[str, pd.DataFrame], rounds: int) -> list[dict[str, float]]:
    """Return the seconds of each step in each round."""
    found = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            write_parquet(frames, folder / "parquet")
            loaded = folder / "news.duckdb"
            found.append({
                "load": spent(time.process_time, load, frames, loaded),
                "copy rows": spent(time.process_time, copy, folder / "parquet", folder / "bare.duckdb"),
                "publish": spent(time.perf_counter, publish, loaded, folder / "published.duckdb"),
                "copy file": spent(time.perf_counter, shutil.copyfile, loaded, folder / "copied.duckdb"),
                "megabytes": loaded.stat().st_size / 1e6,
            })
    return found


def median_ratio(found: list[dict[str, float]], one: str, other: str) -> float:
    """Return how many times as long one step took as another, the median of the rounds."""
    return statistics.median(times[one] / times[other] for times in found)


def main() -> None:
    """Print the times and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("warehouse", nargs="?", type=Path, default=DEFAULT_WAREHOUSE)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not options.warehouse.is_file():
        print(f"skipped: there is no {options.warehouse}")
        return
    frames = read_frames(options.warehouse, options.articles)
    rows = sum(map(len, frames.values()))
    found = measure(frames, options.rounds)
    middle = {name: statistics.median(times[name] for times in found) for name in found[0]}
    print(f"{len(frames['articles']):,} articles, {rows:,} rows, median of {len(found)} rounds in turn")
    print(f"  load into an empty warehouse   {middle['load']:8.2f} s CPU")
    print(f"  bare COPY of the same rows     {middle['copy rows']:8.2f} s CPU")
    print(f"  ratio                          {median_ratio(found, 'load', 'copy rows'):8.1f}")
    print(f"  publish {middle['megabytes']:8.1f} MB            {middle['publish']:8.2f} s")
    print(f"  copy of the file               {middle['copy file']:8.2f} s")
    print(f"  ratio                          {median_ratio(found, 'publish', 'copy file'):8.1f}")


if __name__ == "__main__":
    main()
