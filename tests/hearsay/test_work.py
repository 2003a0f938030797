"""Files of records between the stages: what is written comes back."""

from dataclasses import replace
from datetime import UTC, datetime
from importlib.util import find_spec

import pytest

from hearsay.errors import UserError
from hearsay.work import WorkFolder
from pipeline.ingest import plan_batches, read_batch
from pipeline.records import ArticleRows, Document, Quote, Rejection, RemovedLine

DOCUMENT = Document(
    "news.jsonl#2", "application/json", b'{"text": "caf\xc3\xa9 \\u2028"}', "ab" * 32,
    datetime(2025, 3, 4, 5, 6, 7, 8, UTC), "café \u2028",
    {"title": "A “title”", "authors": ["A", "B"], "date": None},
)
QUOTE = Quote(
    "quote_1", "article_1", None, "direct", "One two", ((0, 3), (5, 8)), 0, 8, "said", 9, 13, "say", None, "She",
    14, 17, None, None, "unknown", False, None, 0.1 + 0.2,
)


@pytest.fixture(params=["beside the warehouse", "folder", "file://", "memory://"])
def folder(request, tmp_path):
    storage = {"folder": "{}/elsewhere", "file://": "file://{}/elsewhere", "memory://": "memory://{}"}.get(request.param)
    work = WorkFolder(tmp_path / "news.duckdb", storage=storage and storage.format(tmp_path))
    return work.batch("batch_1")


def test_documents_come_back_byte_for_byte(folder):
    other = replace(DOCUMENT, source_document="page.html", content=bytes(range(256)), fields={})
    folder.write_documents([DOCUMENT, other])
    assert folder.read_documents() == [DOCUMENT, other]


def test_nothing_new_leaves_the_kept_documents_alone(folder):
    folder.write_documents([DOCUMENT])
    folder.write_documents([])
    assert folder.read_documents() == []
    assert folder.archive.is_file()


def test_records_come_back_as_they_were(folder):
    rows = ArticleRows("article_1", quotes=(QUOTE,))
    folder.write("rows", [rows])
    assert folder.read("rows", ArticleRows) == [rows]
    assert folder.read("nothing", ArticleRows) == []


def test_rejections_of_all_stages_are_read_together(folder):
    first = Rejection("rejection_1", "ingest", "empty file", None, "a.txt", None, None, "")
    second = replace(first, rejection_id="rejection_2", stage="validate")
    folder.write("document_rejections", [first])
    folder.write("validation_rejections", [second])
    folder.write("removed_lines", [RemovedLine("article_1", 0, "Photo", "caption")])
    assert folder.rejections() == [first, second]


def test_a_file_that_could_not_be_finished_leaves_the_old_one(folder):
    folder.write("rows", [ArticleRows("article_1")])

    def broken():
        yield ArticleRows("article_2")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        folder.write("rows", broken())
    assert folder.read("rows", ArticleRows) == [ArticleRows("article_1")]
    assert [path.name for path in folder.path.iterdir()] == ["rows.jsonl.gz"]


def test_batches_are_found_again_in_a_storage(tmp_path):
    first = WorkFolder(tmp_path / "here" / "news.duckdb", storage=f"memory://{tmp_path}")
    first.batch("batch_1").write_documents([DOCUMENT])
    other_machine = WorkFolder(tmp_path / "there" / "news.duckdb", storage=f"memory://{tmp_path}")
    batch, = other_machine.kept_batches()
    assert (batch.is_planned, batch.document_count, batch.kept_documents()) == (True, 1, [DOCUMENT])


@pytest.mark.skipif(find_spec("s3fs") is not None, reason="s3fs is installed")
def test_a_storage_that_nothing_reads_is_said_clearly(tmp_path):
    with pytest.raises(UserError, match="s3://bucket/news cannot be opened: Install s3fs"):
        WorkFolder(tmp_path / "news.duckdb", storage="s3://bucket/news")


def test_a_plan_is_found_again_by_its_batch_ids(tmp_path, articles_folder):
    work = WorkFolder(tmp_path / "news.duckdb")
    plan = plan_batches([articles_folder])
    kept, rejected = work.save_plan(plan)
    assert kept.load() == plan.batches[0]
    assert read_batch(rejected.load()) == ([], [])
    assert rejected.rejections() == list(plan.rejections)


def test_a_run_without_a_plan_of_its_own_takes_the_latest(tmp_path):
    work = WorkFolder(tmp_path / "news.duckdb")
    assert work.run_batches("run_1") == []
    work.save_run("run_1", [work.batch("batch_1")])
    assert [folder.batch_id for folder in work.run_batches("run_2")] == ["batch_1"]
