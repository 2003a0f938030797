"""Builds that are killed at random moments and started again until they are done end with the rows of one never killed.

``make kill-test`` kills thirty times; HEARSAY_KILLS and HEARSAY_KILL_SEED change how often and when.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipeline.settings import PROJECT

KILLS = int(os.environ.get("HEARSAY_KILLS", "30"))
SEED = int(os.environ.get("HEARSAY_KILL_SEED", "1"))
STAND_IN = Path(__file__).parents[1] / "stand_in.py"
TABLES = (
    "articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "earlier_quotes", "claims",
    "claim_groups", "claim_links", "duplicate_pairs", "ops.removed_lines",
)
OPERATIONS = (
    "select source_document, document_sha256, source, status, article_id, text_sha256, reason from ops.documents",
    "select rejection_id, stage, reason, source_document, article_id, table_name from ops.rejections",
    "select source, day, documents_read, articles, revisions, duplicates, rejected, balance from reports.ledger",
)
BUILD = f"""
import runpy, sys
runpy.run_path({str(STAND_IN)!r})
from pipeline.ingest import plan_batches
plan_batches.__kwdefaults__["batch_documents"] = 6  # several transactions
from hearsay.cli import main
sys.exit(main(sys.argv[1:]))
"""


def start(folder: Path, model: Path) -> subprocess.Popen:
    """Start a build of the examples in a process group of its own."""
    command = [sys.executable, "-c", BUILD, "build", str(PROJECT / "examples" / "articles"), "--model", str(model)]
    return subprocess.Popen(
        [*command, "--warehouse", str(folder / "news.duckdb")], cwd=folder, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )


def rows_of(folder: Path) -> dict[str, list[tuple]]:
    queries = [*(f"select * from {table}" for table in TABLES), *OPERATIONS]
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        return {query: connection.execute(f"{query} order by all").fetchall() for query in queries}


def build_whole(folder: Path, model: Path) -> float:
    """Build, and return the seconds that it took."""
    began = time.monotonic()
    process = start(folder, model)
    _, error = process.communicate(timeout=1200)
    assert process.returncode == 0, error
    return time.monotonic() - began


@pytest.mark.slow
def test_builds_killed_at_random_end_as_if_they_had_not_been(tmp_path, stand_in_model):
    moments = random.Random(SEED)
    whole = tmp_path / "whole"
    whole.mkdir()
    seconds = build_whole(whole, stand_in_model)
    expected = rows_of(whole)
    assert expected["select * from quotes"] and expected["select * from article_revisions"]

    killed, builds = 0, 0
    while killed < KILLS:
        folder = tmp_path / f"killed-{builds}"
        folder.mkdir()
        builds += 1
        for _ in range(min(6, KILLS - killed)):
            process = start(folder, stand_in_model)
            try:
                process.wait(timeout=moments.uniform(0.1, 1.0) * seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                killed += 1
            process.communicate()
            assert process.returncode in (0, -signal.SIGKILL)
        build_whole(folder, stand_in_model)
        assert rows_of(folder) == expected, f"build {builds}, seed {SEED}"
        left = [path.name for path in folder.rglob(".*") if path.is_file()]
        assert len(left) <= 6, left  # at most one unfinished file for each kill
        shutil.rmtree(folder)
    print(f"{killed} kills in {builds} builds of {seconds:.1f} s: all rows equal")
