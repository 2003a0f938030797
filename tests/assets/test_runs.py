"""Runs of the job on an instance in memory, with a stand-in for the model."""

import dagster as dg
import duckdb
import pytest

from assets import sensors
from assets.definitions import defs
from assets.resources import Build
from assets.runs import BATCHES
from assets.sensors import inbox
from hearsay.work import WorkFolder
from pipeline import settings
from pipeline.ingest import plan_batches


@pytest.fixture
def instance():
    with dg.DagsterInstance.ephemeral() as instance:
        yield instance


@pytest.fixture
def run(tmp_path, stand_in_model, instance):
    """Return what runs the job as the Launchpad does."""

    def run_job(*, paths=(), partition_key=None, raise_on_error=True) -> dg.ExecuteInProcessResult:
        config = {
            "build": {"config": {"paths": [str(path) for path in paths], "warehouse": str(tmp_path / "news.duckdb")}},
            "model": {"config": {"path": str(stand_in_model)}},
        }
        return defs.resolve_job_def("build_batch" if partition_key else "build").execute_in_process(
            run_config={"resources": config, "loggers": {"console": {"config": {"log_level": "ERROR"}}}},
            instance=instance, partition_key=partition_key, raise_on_error=raise_on_error,
        )

    return run_job


@pytest.fixture
def query(tmp_path):
    def run_query(sql: str) -> list[tuple]:
        with duckdb.connect(str(tmp_path / "news.duckdb"), read_only=True) as connection:
            return connection.execute(sql).fetchall()

    return run_query


def metadata_of(result: dg.ExecuteInProcessResult, *key: str) -> dict:
    event, = (event for event in result.get_asset_materialization_events() if event.asset_key == dg.AssetKey([*key]))
    return {name: value.value for name, value in event.materialization.metadata.items()}


def test_a_run_without_partition_builds_everything(run, query, articles_folder):
    result = run(paths=[articles_folder])

    assert query("select title from articles order by all") == [
        ("Bridge closed after storm",), ("Council meets",), ("Denial over bridge",)
    ]
    assert query("select reason from ops.rejections order by all") == [
        ("not a kind of file that is read",), ("not valid JSON",)
    ]
    assert query("select speaker_name, content from quotes where cue = 'denied'") == [
        ("Anna Keller", "We never saw such a report")
    ]
    assert query("select status, counts ->> '$.articles' from ops.runs") == [("succeeded", "3")]
    assert metadata_of(result, "documents")["documents"] == 3
    quotes = metadata_of(result, "warehouse", "quotes")
    assert quotes["dagster/row_count"] == 4
    assert "There is no money" in quotes["preview"]
    columns = {column.name: column.description for column in quotes["dagster/column_schema"].columns}
    assert columns["cue"]


def test_every_expectation_reports(run, articles_folder):
    result = run(paths=[articles_folder])

    evaluations = result.get_asset_check_evaluations()
    assert {evaluation.passed for evaluation in evaluations} == {True}
    cue, = (found for found in evaluations if found.check_name == "cue_equals_cue_in_body")
    assert cue.metadata["rows looked at"].value == 4
    assert cue.metadata["why"].value


def test_a_row_that_fails_is_set_aside_and_its_check_fails(run, query, articles_folder, monkeypatch):
    from dataclasses import replace

    from hearsay import stages

    build_rows = stages.build_rows

    def with_a_misplaced_cue(article, doc):
        rows = build_rows(article, doc)
        quotes = tuple(replace(quote, cue="shouted") if quote.cue == "denied" else quote for quote in rows.quotes)
        return replace(rows, quotes=quotes)

    monkeypatch.setattr(stages, "build_rows", with_a_misplaced_cue)
    result = run(paths=[articles_folder])

    failed = [evaluation for evaluation in result.get_asset_check_evaluations() if not evaluation.passed]
    assert "cue_equals_cue_in_body" in {evaluation.check_name for evaluation in failed}
    assert {evaluation.severity for evaluation in failed} == {dg.AssetCheckSeverity.ERROR}
    assert query("select count(*) from quotes") == [(3,)]
    assert ("quotes", "cue is not what its offsets give") in query("select table_name, reason from ops.rejections")


def test_a_run_of_one_partition_builds_that_batch(run, query, articles_folder, tmp_path, instance):
    plan = plan_batches([articles_folder], batch_documents=1)
    folders = WorkFolder(tmp_path / "news.duckdb").save_plan(plan)
    instance.add_dynamic_partitions(BATCHES.name, [folders[0].batch_id])

    run(partition_key=folders[0].batch_id)

    assert query("select title from articles") == [("Bridge closed after storm",)]
    assert query("select distinct batch_id from ops.article_runs") == [(folders[0].batch_id,)]


def test_a_batch_that_was_never_planned_is_a_clear_failure(run, instance):
    instance.add_dynamic_partitions(BATCHES.name, ["batch_of_long_ago"])

    with pytest.raises(dg.Failure, match="batch_of_long_ago was not planned"):
        run(partition_key="batch_of_long_ago")


def test_a_failed_run_is_recorded(run, query, tmp_path, articles_folder, monkeypatch):
    run(paths=[articles_folder])
    assert not run(paths=[tmp_path / "nowhere"], raise_on_error=False).success

    with duckdb.connect(str(tmp_path / "news.work" / "warehouse.duckdb"), read_only=True) as connection:
        statuses = connection.execute("select status from ops.runs order by started_at").fetchall()
    assert statuses == [("succeeded",), ("failed",)]


def test_a_second_run_changes_no_row(run, query, articles_folder):
    tables = ["articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "claims", "claim_groups"]
    run(paths=[articles_folder])
    first = {table: query(f"select * from {table} order by all") for table in tables}
    run(paths=[articles_folder])

    assert {table: query(f"select * from {table} order by all") for table in tables} == first
    assert first["quotes"]


def test_new_documents_are_added_to_what_is_there(run, query, articles_folder):
    run(paths=[articles_folder])
    record = (articles_folder / "records.jsonl").read_text(encoding="utf-8").splitlines()[1]
    (articles_folder / "later.json").write_text(
        record.replace("courier.example/council", "courier.example/later").replace("Council meets", "Council met"),
        encoding="utf-8",
    )
    result = run(paths=[articles_folder])

    assert query("select count(*) from articles") == [(4,)]
    assert metadata_of(result, "documents") == metadata_of(result, "documents") | {"documents": 1, "loaded before": 3}


def test_an_article_that_breaks_the_model_is_rejected_alone(run, query, articles_folder, monkeypatch):
    from assets.resources import LanguageModel

    load = LanguageModel.load

    class Breaking:
        def __init__(self, nlp):
            self.nlp = nlp

        def __call__(self, text):
            if "council" in text:
                raise ValueError("too much for it")
            return self.nlp(text)

        def __getattr__(self, name):
            return getattr(self.nlp, name)

    monkeypatch.setattr(LanguageModel, "load", lambda self: Breaking(load(self)))
    run(paths=[articles_folder])

    assert query("select count(*) from articles") == [(3,)]
    assert query("select stage, detail from ops.rejections where stage = 'annotate'") == [
        ("annotate", "ValueError: too much for it")
    ]


def test_without_paths_the_inbox_is_read_and_the_examples_where_it_is_empty(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "INBOX", tmp_path / "inbox")
    assert Build().input_paths == [str(settings.EXAMPLES)]
    (tmp_path / "inbox" / "monday").mkdir(parents=True)
    assert Build().input_paths == [str(settings.EXAMPLES)]
    (tmp_path / "inbox" / "monday" / "news.txt").write_text("News.")
    assert Build().input_paths == [str(tmp_path / "inbox")]


def test_the_sensor_waits_for_files_that_are_being_written(monkeypatch, articles_folder, instance):
    monkeypatch.setattr(settings, "INBOX", articles_folder)
    assert "being written" in inbox(dg.build_sensor_context(instance=instance)).skip_message


def test_the_sensor_makes_a_run_of_each_new_batch(tmp_path, monkeypatch, articles_folder, instance):
    monkeypatch.setattr(settings, "INBOX", articles_folder)
    monkeypatch.setattr(settings, "DEFAULT_WAREHOUSE", tmp_path / "news.duckdb")
    monkeypatch.setattr(sensors, "SETTLING_SECONDS", 0)

    def tick():
        return inbox(dg.build_sensor_context(instance=instance))

    result = tick()
    partitions = [request.partition_key for request in result.run_requests]
    assert [request.run_key for request in result.run_requests] == partitions
    assert len(partitions) == 2  # one of documents, one of what the plan rejected
    assert list(result.dynamic_partitions_requests[0].partition_keys) == partitions

    instance.add_dynamic_partitions(BATCHES.name, partitions)
    again = tick()
    assert (again.run_requests, again.skip_reason.skip_message) == ([], f"Nothing new in {articles_folder}.")

    (articles_folder / "bridge.txt").write_text("Another text under the same name.")
    changed = [request.partition_key for request in tick().run_requests]
    assert changed and not set(changed) & set(partitions)
