"""Articles for a whole module of tests, and a pipeline that some articles break."""

import hashlib
import importlib
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from hearsay.stages import extract_articles
from hearsay.work import BatchFolder, WorkFolder
from pipeline.records import Document
from pipeline.settings import PROJECT


@pytest.fixture(scope="module")
def module_articles(tmp_path_factory, write_articles) -> Path:
    """Return a folder of articles that the tests of one module share."""
    return write_articles(tmp_path_factory.mktemp("input") / "articles")


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    """Return the module of the faulty pipeline, which processes that the test starts can load as well."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1]))
    faulty = importlib.import_module("faulty")
    installed = faulty.install(tmp_path / "installed")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(installed), str(PROJECT)]))
    monkeypatch.syspath_prepend(str(installed))
    return faulty


@pytest.fixture
def make_batch(tmp_path) -> Callable[..., BatchFolder]:
    """Return what makes the folder of a batch out of bodies."""

    def make(bodies: Sequence[str], *, name: str = "news") -> BatchFolder:
        records = [{"title": f"Article {number}", "text": body} for number, body in enumerate(bodies)]
        documents = [
            Document(
                f"{name}.jsonl#{number}", "application/json", record["text"].encode(), sha256(record["text"]),
                datetime(2025, 3, 4, tzinfo=UTC), record["text"], record,
            )
            for number, record in enumerate(records)
        ]
        folder = WorkFolder(tmp_path / f"{name}.duckdb").batch("batch_1")
        folder.write("articles", extract_articles(documents).articles)
        return folder

    return make


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def bodies() -> Callable[[int], list[str]]:
    """Return what writes so many articles that differ from one another."""
    return lambda count: [
        f"The bridge number {number} over the river was closed on Tuesday after a night of heavy rain and of strong "
        "winds that went across the whole valley and did not end before the morning came.\n\n"
        f"“The bridge {number} will stay closed until Friday,” said Anna Keller, who leads the road authority."
        for number in range(count)
    ]
