"""A build that is killed and started again ends with the rows of one that never was."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from hearsay.work import WorkFolder
from pipeline.settings import PROJECT

TABLES = [
    "articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "claims", "claim_groups",
    "claim_links", "duplicate_pairs",
]
STAND_IN = Path(__file__).parents[1] / "stand_in.py"
BUILD = f"""
import os, runpy, signal, sys
runpy.run_path({str(STAND_IN)!r})

def kill_before(module, name):
    def die(*arguments, **options):
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(module, name, die)

def kill_after(module, name):
    function = getattr(module, name)
    def die(*arguments, **options):
        function(*arguments, **options)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(module, name, die)

%s
from hearsay.cli import main
sys.exit(main(sys.argv[1:]))
"""
KILL_POINTS = {
    "after a shard was annotated": "import hearsay.annotation as m; kill_after(m.Shard, 'save')",
    "inside the transaction": "import assets.tables as m; kill_after(m, 'load_batch')",
    "before the copy is published": "import warehouse.publish as m; kill_before(m, '_sync')",
}


def build(folder: Path, articles: Path, model: Path, *, kill: str = "") -> int:
    """Build in a process of its own, and return its exit code."""
    command = [sys.executable, "-c", BUILD % kill, "build", str(articles), "--model", str(model)]
    done = subprocess.run(
        [*command, "--warehouse", str(folder / "news.duckdb")], cwd=folder, capture_output=True, text=True, timeout=600,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def rows_of(folder: Path) -> dict[str, list[tuple]]:
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        return {table: connection.execute(f"select * from {table} order by all").fetchall() for table in TABLES}


@pytest.fixture(scope="module")
def never_killed(tmp_path_factory, module_articles, stand_in_model):
    folder = tmp_path_factory.mktemp("never_killed")
    assert build(folder, module_articles, stand_in_model) == 0
    return rows_of(folder)


@pytest.mark.parametrize("point", [
    pytest.param("after a shard was annotated", marks=pytest.mark.slow), "inside the transaction",
    "before the copy is published",
])
def test_a_killed_build_goes_on(point, tmp_path, module_articles, stand_in_model, never_killed):
    assert build(tmp_path, module_articles, stand_in_model, kill=KILL_POINTS[point]) == -signal.SIGKILL
    assert not (tmp_path / "news.duckdb").exists()

    assert build(tmp_path, module_articles, stand_in_model) == 0

    assert rows_of(tmp_path) == never_killed
    assert never_killed["quotes"]
    with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as connection:
        statuses = connection.execute("select status from ops.runs order by started_at").fetchall()
    assert ("running",) not in statuses and statuses[-1] == ("succeeded",)


HOLD = """
import sys
from hearsay.work import WorkFolder
with WorkFolder(sys.argv[1]).lock():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_build_waits_for_another_and_goes_on_when_that_is_killed(tmp_path):
    file = tmp_path / "news.duckdb"
    command = [sys.executable, "-c", HOLD, str(file)]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as other:
        assert other.stdout.readline() == b"held\n"
        waiting, done = threading.Event(), threading.Event()

        def wait_for_it() -> None:
            with WorkFolder(file).lock(on_wait=waiting.set):
                done.set()

        thread = threading.Thread(target=wait_for_it)
        thread.start()
        assert waiting.wait(timeout=30)
        assert not done.is_set()
        other.kill()
        thread.join(timeout=30)
    assert done.is_set()


def test_one_process_may_hold_the_lock_twice(tmp_path):
    work = WorkFolder(tmp_path / "news.duckdb")
    with work.lock(), WorkFolder(tmp_path / "news.duckdb").lock():
        assert (work.path / "lock").exists()
