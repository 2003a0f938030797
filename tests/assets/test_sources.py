"""When sources are fetched and built by themselves."""

import shutil
from pathlib import Path

import dagster as dg
import pytest

from assets import sensors
from assets import sources as fetching
from assets.definitions import defs
from assets.runs import BATCHES, WRITES_TAG
from assets.sources import Fetch, captures, fetch_due
from hearsay.fetch import SourceFetch
from pipeline import settings

PROJECT = Path(__file__).resolve().parents[2]
FEED = '[[source]]\nname = "{name}"\nkind = "feed"\nurl = "https://{name}.example/rss"\nevery_minutes = 30\n'
FOLDER = '[[source]]\nname = "letters"\nkind = "folder"\npath = "letters"\n'


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Return a folder in the project's place."""
    monkeypatch.setattr(settings, "SOURCES", tmp_path / "sources.toml")
    monkeypatch.setattr(settings, "DEFAULT_WAREHOUSE", tmp_path / "news.duckdb")
    monkeypatch.setattr(sensors, "SETTLING_SECONDS", 0)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "1.txt").write_text("The council met on Tuesday.")
    return tmp_path


@pytest.fixture
def fetched(monkeypatch):
    """Have nothing fetched, but remember what was to be."""
    asked = []

    def fetch(sources, folder, *, names, recheck):
        asked.append((list(names), recheck))
        return [SourceFetch(name, fetched=2, failures=[("https://x.example/", "status 404", "")]) for name in names]

    monkeypatch.setattr(fetching, "fetch_locked", fetch)
    return asked


def names_of(request):
    return request.run_config["ops"]["captures"]["config"]["names"]


def test_the_schedule_fetches_what_is_due(project):
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance)
        assert "There is no" in fetch_due(context).skip_message
        settings.SOURCES.write_text(FEED.format(name="courier"))
        assert names_of(fetch_due(context)) == ["courier"]
        settings.SOURCES.write_text(FEED.format(name="courier") + FEED.format(name="herald"))  # no restart
        assert names_of(fetch_due(context)) == ["courier", "herald"]
        settings.SOURCES.write_text("[[source]")
        assert "not valid TOML" in fetch_due(context).skip_message


def test_a_source_that_was_fetched_is_not_due_until_its_minutes_have_passed(project):
    from datetime import UTC, datetime, timedelta

    from hearsay.fetch import due_sources
    from hearsay.fetch.state import open_state
    from pipeline.ingest import read_sources

    settings.SOURCES.write_text(FEED.format(name="courier"))
    now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    with open_state(project / "state.sqlite") as state:
        state.keep_fetch("courier", now)
        state.commit()
    sources = read_sources(settings.SOURCES)
    assert due_sources(sources, project, now=now + timedelta(minutes=29)) == []
    assert due_sources(sources, project, now=now + timedelta(minutes=30)) == ["courier"]


def test_a_fetch_tells_what_it_found(project, fetched):
    settings.SOURCES.write_text(FEED.format(name="courier"))
    config = Fetch(sources=str(settings.SOURCES), names=["courier"], warehouse=str(settings.DEFAULT_WAREHOUSE))
    metadata = captures(dg.build_asset_context(), config).metadata
    assert fetched == [(["courier"], False)]
    assert (metadata["pages"], metadata["failures"]) == (2, 1)
    assert "status 404: https://x.example/" in metadata["sources"].md_str


def test_a_fetch_of_an_unknown_source_fails_clearly(project, fetched):
    settings.SOURCES.write_text(FEED.format(name="courier"))
    with pytest.raises(dg.Failure, match="no source 'herald'"):
        captures(dg.build_asset_context(), Fetch(sources=str(settings.SOURCES), names=["herald"]))


def test_captures_are_expected_to_be_fresh():
    assert captures.get_asset_spec().freshness_policy is not None


def test_what_sources_have_becomes_runs_once(project, monkeypatch):
    with dg.DagsterInstance.ephemeral() as instance:

        def tick(cursor=None):
            return sensors.sources(dg.build_sensor_context(instance=instance, cursor=cursor))

        assert "There is no" in tick().skip_message
        settings.SOURCES.write_text(FOLDER + FEED.format(name="courier"))
        first = tick()
        (batch,) = [request.partition_key for request in first.run_requests]
        instance.add_dynamic_partitions(BATCHES.name, [batch])

        with monkeypatch.context() as patch:  # files that are as they were are not read again
            patch.setattr(sensors, "plan_inputs", None)
            assert tick(first.cursor).skip_message.startswith("Nothing new in the sources of")

        (project / "letters" / "2.txt").write_text("The council met again.")
        (again,) = [request.partition_key for request in tick(first.cursor).run_requests]
        assert again != batch
        settings.SOURCES.write_text("[[source]")
        assert "not valid TOML" in tick().skip_message


def test_files_that_are_being_written_are_left_alone(project, monkeypatch):
    settings.SOURCES.write_text(FOLDER)
    monkeypatch.setattr(sensors, "SETTLING_SECONDS", 60)
    with dg.DagsterInstance.ephemeral() as instance:
        assert "being written" in sensors.sources(dg.build_sensor_context(instance=instance)).skip_message


def test_a_fetch_need_not_wait_for_a_build(tmp_path, monkeypatch):
    shutil.copy(PROJECT / "dagster.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    with dg.DagsterInstance.from_config(str(tmp_path)) as instance:
        runs = instance.get_settings("concurrency")["runs"]
    limits = {limit["value"]: limit["limit"] for limit in runs["tag_concurrency_limits"]}
    written = {job: defs.resolve_job_def(job).tags[WRITES_TAG] for job in ("build", "build_batch", "fetch")}
    assert written == {"build": "warehouse", "build_batch": "warehouse", "fetch": "captures"}
    assert limits == dict.fromkeys(written.values(), 1) and runs["max_concurrent_runs"] == 2
