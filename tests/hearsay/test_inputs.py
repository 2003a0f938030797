"""What a build plans, and what it need not read for that."""

import os

import pytest

from hearsay import inputs
from hearsay.inputs import plan_inputs
from hearsay.work import WorkFolder
from pipeline.ingest import Input, batches


@pytest.fixture
def work(tmp_path):
    return WorkFolder(tmp_path / "news.duckdb")


@pytest.fixture
def letters(tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "1.txt").write_text("The council met.")
    (folder / "2.jsonl").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (folder / "3.png").write_bytes(b"\x89PNG")
    (folder / "4.warc").write_bytes(b"WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n\r\n")
    for path in folder.iterdir():
        os.utime(path, (1_700_000_000, 1_700_000_000))
    return folder


@pytest.fixture
def read(monkeypatch):
    """Return the names of the files that plans have read."""
    names, plan_file = [], batches._plan_file

    def watch(file, batch_documents):
        names.append(file.source.rpartition("/")[2])
        return plan_file(file, batch_documents)

    monkeypatch.setattr(batches, "_plan_file", watch)
    return names


def test_a_plan_from_memory_is_the_plan(work, letters, read):
    first = plan_inputs([str(letters)], work)
    assert read == ["1.txt", "2.jsonl", "3.png", "4.warc"]
    assert plan_inputs([str(letters)], work) == first
    assert len(read) == 4
    assert (len(first.batches), len(first.rejections), len(first.passed_over)) == (1, 1, 1)


def test_a_file_that_changed_is_read_again(work, letters, read):
    first = plan_inputs([str(letters)], work)
    (letters / "1.txt").write_text("The council met again.")
    second = plan_inputs([str(letters)], work)
    assert read[4:] == ["1.txt"] and second.batches != first.batches
    plan_inputs([str(letters)], work)
    assert read[5:] == ["1.txt"]  # it was written just now, and may be again within the same second


def test_a_file_of_another_source_is_read_again(work, letters, read):
    plan_inputs([str(letters)], work)
    plan = plan_inputs([Input(str(letters), None, "letters", {"outlet": "Courier"})], work)
    assert len(read) == 8 and plan.batches[0].source_name == "letters"


def test_what_another_version_found_does_not_count(work, letters, read, monkeypatch):
    plan_inputs([str(letters)], work)
    monkeypatch.setattr(inputs, "pipeline_version", lambda: "another")
    plan_inputs([str(letters)], work)
    assert len(read) == 8


@pytest.mark.parametrize("content", [b"", b"no database"])
def test_a_memory_that_is_none_gives_way(work, letters, read, content):
    first = plan_inputs([str(letters)], work)
    (work.path / "plans" / inputs.MEMORY_FILE).write_bytes(content)
    assert plan_inputs([str(letters)], work) == first
    assert len(read) == 8
