"""Days of articles into one warehouse, a batch of files each: ledger, links, speed and memory, and every day again.

    python -m benchmarks.days [--days 10] [--each 20] [--from FILE.jsonl.gz] [--warehouse FILE]

Each day is a build in a process of its own, as an operator would run it. Without ``--from`` the articles are those of
``derived/news_articles.jsonl.gz`` in the corpora, shuffled once, so that each day has all outlets.
"""

import argparse
import gzip
import hashlib
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.settings import PROJECT

NEWS = Path("derived/news_articles.jsonl.gz")
SMALL = ("--days", "2", "--each", "3")
TABLES = (
    "articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "earlier_quotes", "claims",
    "claim_groups", "claim_links", "duplicate_pairs", "ops.removed_lines",
)
COLUMNS = {
    "day": 4, "read": 8, "articles": 10, "quotes": 9, "reprints": 10, "seconds": 9, "a minute": 10, "MB RAM": 8,
    "MB file": 9,
}


def write_days(source: Path, folder: Path, *, days: int, each: int | None) -> list[Path]:
    """Cut a file of records into one file for each day, and return these."""
    with gzip.open(source, "rb") as stream:
        records = stream.read().splitlines()
    random.Random(20261122).shuffle(records)
    size = each or -(-len(records) // days)
    files = []
    for day in range(days):
        files.append(folder / f"day-{day + 1:02}.jsonl")
        files[-1].write_bytes(b"".join(record + b"\n" for record in records[day * size:(day + 1) * size]))
    return files


def build(file: Path, warehouse: Path) -> tuple[float, float]:
    """Build one day, and return the seconds it took and the megabytes of memory at its peak.

    :raises subprocess.CalledProcessError: the build failed.
    """
    command = [sys.executable, "-m", "hearsay.cli", "build", str(file), "--warehouse", str(warehouse)]
    began = time.perf_counter()
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=error)
    return time.perf_counter() - began, peak_megabytes(usage)


def peak_megabytes(usage: resource.struct_rusage) -> float:
    """Return the peak of a process's memory; Linux counts in kilobytes, macOS in bytes."""
    return usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def digest(warehouse: Path) -> dict[str, str]:
    """Return a digest of all rows of each table, whatever their order."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {
            table: hashlib.sha256(
                repr(connection.execute(f"select hash(t) from {table} as t order by 1").fetchall()).encode()
            ).hexdigest()
            for table in TABLES
        }


def look(warehouse: Path) -> tuple[int, int, int, list[str]]:
    """Return how many articles, quotes and reprints there are, and what the ledger says of what does not add up."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        articles, reprints = connection.execute("select count(*), count(reprint_of) from articles").fetchall()[0]
        (quotes,), = connection.execute("select count(*) from quotes").fetchall()
        lines = connection.execute("select distinct balance from reports.ledger").fetchall()
        summed = connection.execute("select sum(articles + not_annotated) from reports.ledger").fetchall()[0][0]
    faults = [balance for balance, in lines if balance != "adds up"]
    return articles, quotes, reprints, faults + [f"{summed} articles in the ledger"] * (summed != articles)


def main() -> int:
    """Print a line a day; return 1 where the ledger does not add up or a day that is read again changes a row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=10)
    parser.add_argument("--each", type=int, default=20, help="articles a day; 0: all that there are; default: 20")
    corpora = Path(os.environ.get("CORPORA", PROJECT / "../shared/corpora"))
    parser.add_argument("--from", dest="source", type=Path, default=corpora / NEWS, help="a .jsonl.gz of records")
    parser.add_argument("--warehouse", type=Path, help="keep the warehouse there; it must not exist yet")
    options = parser.parse_args()
    if not options.source.is_file():
        print(f"skipped: there is no {options.source}")
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        files = write_days(options.source, Path(temporary), days=options.days, each=options.each)
        return _run(files, (options.warehouse or Path(temporary) / "news.duckdb").absolute())


def _run(files: Sequence[Path], warehouse: Path) -> int:
    failed, known = False, 0
    print("".join(f"{name:>{width}}" for name, width in COLUMNS.items()), " ledger")
    for day, file in enumerate(files, 1):
        seconds, megabytes = build(file, warehouse)
        articles, quotes, reprints, faults = look(warehouse)
        read = sum(1 for _ in file.open("rb"))
        speed, size = 60 * (articles - known) / seconds, warehouse.stat().st_size / 1e6
        values = (day, read, articles, quotes, reprints, seconds, speed, megabytes, size)
        shown = (f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" for value in values)
        line = "".join(f"{value:>{width}}" for value, width in zip(shown, COLUMNS.values(), strict=True))
        print(f"{line}  {'; '.join(faults) or 'adds up'}", flush=True)
        failed, known = failed or bool(faults), articles
    before = digest(warehouse)
    for day, file in enumerate(files, 1):
        seconds, _ = build(file, warehouse)
        changed = [table for table, value in digest(warehouse).items() if value != before[table]]
        print(f"day {day} again: {seconds:.1f} s, {'changed ' + ', '.join(changed) if changed else 'no row changed'}",
              flush=True)
        failed = failed or bool(changed)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
