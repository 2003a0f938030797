"""Annotation by this process and by local processes: the same files, and no article that ends a batch."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from hearsay import annotation
from hearsay.errors import UserError
from hearsay.versions import annotation_fingerprint
from hearsay.work import WorkFolder
from hearsay.workers import Processes, WorkerModel
from pipeline import settings
from pipeline.language import load_pipeline
from pipeline.records import Article, Rejection


def annotate(folder, model, *, workers=None) -> list[tuple[str, list[str]]]:
    """Annotate a batch, and return each article's id with what stands in its Doc."""
    fingerprint = annotation_fingerprint(model)
    annotation.annotate_batches(
        [folder], workers=workers, load=lambda: load_pipeline(model), model=model, fingerprint=fingerprint
    )
    shards = annotation.shards_of(folder, fingerprint=fingerprint)
    return [
        (article.article_id, [str(span) for attribution in doc._.attributions for span in attribution.source])
        for article, doc in annotation.annotations_of(folder, shards)
    ]


def rejections_of(folder) -> list[Rejection]:
    return folder.read("annotation_rejections", Rejection)


@pytest.fixture
def two_processes():
    workers = Processes(2)
    yield workers
    while not workers.idle.empty():
        workers.idle.get().shutdown()


def test_processes_give_what_this_process_gives(tmp_path, faulty, make_batch, bodies, two_processes):
    model = faulty.save(tmp_path / "model", log=tmp_path / "log")
    here = annotate(make_batch(bodies(60), name="here"), model)
    there = annotate(make_batch(bodies(60), name="there"), model, workers=two_processes)
    assert len(here) == 60 and here[0][1] == ["Anna Keller"]
    assert [sources for _, sources in here] == [sources for _, sources in there]
    assert rows(tmp_path, "there", model, two_processes) == rows(tmp_path, "there", model, None)
    assert len({line.split("\t")[0] for line in (tmp_path / "log").read_text().splitlines()}) == 3


def rows(folder, name, model, workers):
    batch = WorkFolder(folder / f"{name}.duckdb").batch("batch_1")
    shards = annotation.shards_of(batch, fingerprint=annotation_fingerprint(model))
    current = batch.read("articles", Article)[:40]
    built = annotation.rows_of(shards, current=current, workers=workers)
    assert len(built.rows) == 40 and all(article_rows.quotes for article_rows in built.rows) and built.earlier_quotes
    return built


@pytest.mark.slow
def test_an_article_that_kills_its_worker_is_set_aside(tmp_path, faulty, make_batch, bodies, two_processes):
    model = faulty.save(tmp_path / "model", log=tmp_path / "log")
    texts = bodies(30)
    texts[7] += " It was a deadly night for the valley."
    folder = make_batch(texts)
    assert len(annotate(folder, model, workers=two_processes)) == 29
    rejection, = rejections_of(folder)
    assert (rejection.stage, rejection.reason) == ("annotate", annotation.DIED)
    assert "deadly" in rejection.input


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(tmp_path, faulty, make_batch, bodies, two_processes):
    log = tmp_path / "log"
    model = faulty.save(tmp_path / "model", log=log, pause=0.05)
    killer = threading.Thread(target=kill_first, args=(log,))
    killer.start()
    folder = make_batch(bodies(60))
    assert len(annotate(folder, model, workers=two_processes)) == 60
    killer.join()
    assert rejections_of(folder) == []


def kill_first(log) -> None:
    """Kill the process that writes the first line of a log."""
    while not log.is_file() or not log.stat().st_size:
        time.sleep(0.02)
    os.kill(int(log.read_text().split("\t")[0]), signal.SIGKILL)


HERE = """
import sys
from pathlib import Path
from hearsay import annotation
from hearsay.versions import annotation_fingerprint
from hearsay.work import WorkFolder
from pipeline.language import load_pipeline

if __name__ == "__main__":
    folder, model = WorkFolder(sys.argv[1]).batch("batch_1"), Path(sys.argv[2])
    annotation.annotate_batches(
        [folder], workers=None, load=lambda: load_pipeline(model), model=model,
        fingerprint=annotation_fingerprint(model),
    )
"""


@pytest.mark.slow
def test_an_article_that_ended_the_build_itself_is_set_aside_by_the_next(tmp_path, faulty, make_batch, bodies):
    model = faulty.save(tmp_path / "model", log=tmp_path / "log")
    texts = bodies(60)
    texts[30] += " It was a deadly night for the valley."
    folder = make_batch(texts)
    (tmp_path / "here.py").write_text(HERE)
    command = [sys.executable, str(tmp_path / "here.py"), str(tmp_path / "news.duckdb"), str(model)]
    assert subprocess.run(command).returncode == -signal.SIGKILL
    assert subprocess.run(command).returncode == 0
    rejection, = rejections_of(folder)
    assert rejection.reason == annotation.DIED
    assert len(annotate(folder, model)) == 59
    logged = [line.split("\t")[1] for line in (tmp_path / "log").read_text().splitlines()]
    assert logged.count(texts[0].partition("\n")[0]) == 1  # its shard was done by the first


def test_annotations_stand_in_any_storage(tmp_path, stand_in_model, make_batch, bodies):
    local = make_batch(bodies(3))
    remote = WorkFolder(tmp_path / "other.duckdb", storage="memory://annotations").batch("batch_1")
    remote.write("articles", local.read("articles", Article))
    assert annotate(remote, stand_in_model) == annotate(local, stand_in_model)
    assert remote.path.protocol == "memory" and not (tmp_path / "other.work").exists()


def test_a_worker_without_the_model_says_so(tmp_path, stand_in_model):
    missing = WorkerModel.of(tmp_path / "model", "annotation_1")
    with pytest.raises(UserError, match="no language model at .*model: every node needs it"):
        missing()
    with pytest.raises(UserError, match="another version of Hearsay or of the model"):
        WorkerModel.of(stand_in_model, "annotation_1")()


def test_the_model_that_comes_with_hearsay_is_found_wherever_that_is(stand_in_model):
    assert WorkerModel.of(settings.MODEL, "annotation_1").folder is None
    assert WorkerModel.of(stand_in_model, "annotation_1").folder == stand_in_model.resolve()
