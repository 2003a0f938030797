"""Faults that an operator can mend end in one message that says what to do; only a lock is tried again."""

import errno
import os
import subprocess
import sys

import dagster as dg
import pytest

from assets import runs
from assets.definitions import defs
from hearsay import stages
from hearsay.faults import is_locked
from pipeline import settings
from warehouse.connection import Warehouse

HOLD = "import duckdb, sys, time; held = duckdb.connect(sys.argv[1]); print('held', flush=True); time.sleep(300)"
QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}


@pytest.fixture
def run(tmp_path, stand_in_model, articles_folder):
    """Return what runs the job, and what its failed steps said."""

    def run_job(job="build", *, model=stand_in_model, **build) -> tuple[dg.ExecuteInProcessResult, list[str]]:
        config = {"paths": [str(articles_folder)], "warehouse": str(tmp_path / "news.duckdb"), **build}
        resources = {"build": {"config": config}, "model": {"config": {"path": str(model)}}}
        with dg.DagsterInstance.ephemeral() as instance:
            result = defs.resolve_job_def(job).execute_in_process(
                run_config={"resources": resources, "loggers": QUIET}, instance=instance, raise_on_error=False
            )
            failed = [event.step_failure_data for event in result.all_events if event.is_step_failure]
        assert all(failure.user_failure_data and failure.error.cause is None for failure in failed)
        return result, [failure.user_failure_data.description for failure in failed]

    return run_job


@pytest.fixture
def holder(tmp_path, monkeypatch):
    """Have another process hold the pipeline's file, and waits that are short."""
    monkeypatch.setitem(Warehouse.__init__.__kwdefaults__, "lock_seconds", 0.2)
    monkeypatch.setattr(runs, "RETRY_SECONDS", 0.5)
    (tmp_path / "news.work").mkdir()
    command = [sys.executable, "-c", HOLD, str(tmp_path / "news.work" / "warehouse.duckdb")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    process.stdout.readline()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def retries_of(result: dg.ExecuteInProcessResult) -> int:
    return len([event for event in result.all_events if event.is_step_up_for_retry])


def test_a_lock_that_stays_is_tried_again_and_told(run, holder):
    result, said = run()
    assert retries_of(result) == runs.MOST_RETRIES
    assert len(said) == 1 and said[0].startswith("Another program has ") and str(holder.pid) in said[0]


def test_a_lock_that_goes_costs_a_retry(run, holder, monkeypatch):
    def let_go(error):
        holder.kill()
        holder.wait()
        return is_locked(error)

    monkeypatch.setattr(runs, "is_locked", let_go)
    result, said = run()
    assert said == [] and result.success and retries_of(result) == 1


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ({"paths": ["{tmp}/nowhere"]}, "There is no file or folder"),
        ({"paths": ["{tmp}/empty"]}, "There is nothing to read in"),
        ({"model": "{tmp}/nowhere"}, "There is no language model at"),
        ({"model": "{tmp}/broken"}, "is broken"),
        ({"warehouse": "{tmp}/empty"}, "is a folder"),
        ({"warehouse": "{tmp}/broken/meta.json"}, "cannot be opened as a DuckDB file"),
    ],
)
def test_what_is_set_wrongly_is_told_without_a_retry(run, tmp_path, case, message):
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "meta.json").write_text('{"lang": "en", "name": "broken"}')

    def fill(value):
        return [fill(item) for item in value] if isinstance(value, list) else value.format(tmp=tmp_path)

    given = {name: fill(value) for name, value in case.items()}
    result, said = run(**given)
    assert not result.success and retries_of(result) == 0
    assert len(said) == 1 and message in said[0]


def test_a_full_disk_is_told_and_the_next_run_goes_on(run, monkeypatch):
    with monkeypatch.context() as patch:
        def full(*_):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "news.work")

        patch.setattr(stages, "extract_articles", full)
        result, said = run()
    assert said == [
        "No space left on device (news.work). Make room, then start the same again: it goes on from here, and nothing "
        "that was loaded is lost."
    ] and retries_of(result) == 0
    assert run()[0].success


def test_everything_is_materialized_where_no_source_is_fetched(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in (None, '[[source]]\nname = "letters"\nkind = "folder"\npath = "articles"\n'):
        if text:
            settings.SOURCES.write_text(text)
        result, said = run("__ASSET_JOB")  # what "Materialize all" launches
        assert said == [] and result.success
        captured, = (
            event.materialization.metadata for event in result.get_asset_materialization_events()
            if event.asset_key == dg.AssetKey("captures")
        )
        assert captured["pages"].value == 0
