"""Annotation on a Ray cluster of three simulated nodes: the same rows, whatever dies.

``make ray-test`` runs them; they are slow, and each node and worker takes memory.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from spacy.tokens import DocBin

from hearsay import annotation
from hearsay.errors import UserError
from hearsay.versions import annotation_fingerprint
from hearsay.workers import RayTasks
from pipeline.language import load_pipeline
from pipeline.records import Rejection
from pipeline.settings import PROJECT

ray = pytest.importorskip("ray")

pytestmark = pytest.mark.slow

TABLES = (
    "articles", "article_revisions", "sentences", "mentions", "entities", "quotes", "claims", "claim_groups",
    "claim_links", "duplicate_pairs",
)
BUILD = [sys.executable, "-m", "hearsay.cli", "build"]


@pytest.fixture
def cluster(faulty):
    """Start a head without processors and three nodes of one processor."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    cluster.nodes = [cluster.add_node(num_cpus=1, object_store_memory=100 * 1024**2) for _ in range(3)]
    yield cluster
    ray.shutdown()
    cluster.shutdown()


@pytest.fixture
def workers(cluster):
    """Connect this process to the cluster."""
    ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
    return RayTasks()


def annotate(folder, model, workers) -> list[tuple[str, bytes]]:
    """Annotate a batch, and return the title and the tokens of each article."""
    fingerprint = annotation_fingerprint(model)
    annotation.annotate_batches(
        [folder], workers=workers, load=lambda: load_pipeline(model), model=model, fingerprint=fingerprint
    )
    shards = annotation.shards_of(folder, fingerprint=fingerprint)
    docs = annotation.annotations_of(folder, shards)
    return [(article.title, doc.to_bytes(exclude=["user_data"])) for article, doc in docs]


def lines(log: Path) -> list[list[str]]:
    """Return process and first line of each text that was annotated."""
    return [line.split("\t") for line in log.read_text().splitlines()] if log.is_file() else []


def wait_until(condition, *, seconds: float = 900) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


class Meanwhile:
    """Do something in the progress of a build: after its first shard."""

    def __init__(self, monkeypatch, do) -> None:
        def save(shard, annotated, *, first=annotation.Shard.save):
            first(shard, annotated)
            if not self.done:
                self.done = True
                do()

        self.done = False
        monkeypatch.setattr(annotation.Shard, "save", save)


def test_three_nodes_give_what_this_process_gives_whatever_dies(
    tmp_path, faulty, cluster, workers, make_batch, bodies, monkeypatch
):
    log = tmp_path / "log"
    model = faulty.save(tmp_path / "model", log=log, pause=0.05)
    texts = bodies(250)
    expected = annotate(make_batch(texts, name="here"), model, None)
    assert len(expected) == 250

    # undisturbed
    log.unlink()
    assert annotate(make_batch(texts, name="there"), model, workers) == expected
    assert len(lines(log)) == 250 and len({process for process, _ in lines(log)}) == 3

    # a worker is killed in the middle
    log.unlink()
    with monkeypatch.context() as patch:
        killed = Meanwhile(patch, lambda: os.kill(int(lines(log)[-1][0]), signal.SIGKILL))
        folder = make_batch(texts, name="killed")
        assert annotate(folder, model, workers) == expected
    assert killed.done and folder.read("annotation_rejections", Rejection) == []

    # a node is lost in the middle
    log.unlink()
    with monkeypatch.context() as patch:
        lost = Meanwhile(patch, lambda: cluster.remove_node(cluster.nodes.pop(), allow_graceful=False))
        folder = make_batch(texts, name="lost")
        assert annotate(folder, model, workers) == expected
    assert lost.done and folder.read("annotation_rejections", Rejection) == []
    assert len({title for _, title in lines(log)}) == 250

    # an article kills every worker that it meets
    texts[70] += " It was a deadly night for the valley."
    folder = make_batch(texts, name="deadly")
    found = annotate(folder, model, workers)
    assert found == [*expected[:70], *expected[71:]]
    rejection, = folder.read("annotation_rejections", Rejection)
    assert (rejection.stage, rejection.reason) == ("annotate", annotation.DIED)
    assert "deadly" in rejection.input


def start(folder: Path, model: Path, articles: Path, *options: str, **environment: str) -> subprocess.Popen:
    command = [*BUILD, str(articles), "--model", str(model), "--warehouse", str(folder / "news.duckdb"), *options]
    paths = os.pathsep.join([os.environ["PYTHONPATH"], str(PROJECT)])
    return subprocess.Popen(
        command, cwd=folder, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": paths, **environment},
    )


def rows_of(folder: Path) -> dict[str, list[tuple]]:
    queries = {table: f"select * from {table} order by all" for table in TABLES}
    queries["engines"] = "select distinct engine from ops.runs where status = 'succeeded'"
    with duckdb.connect(str(folder / "news.duckdb"), read_only=True) as connection:
        return {name: connection.execute(query).fetchall() for name, query in queries.items()}


def done_articles(folder: Path) -> int:
    """Return how many articles are in finished shards."""
    files = folder.glob("news.work/batches/*/annotations/[!.]*.spacy")
    return sum(len(DocBin().from_bytes(file.read_bytes())) for file in files)


def ray_tasks() -> list[int]:
    """Return the processes that run a task of ours."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if command.startswith(b"ray::annotate_articles"):
            found.append(int(process.name))
    return found


def test_a_build_whose_driver_dies_goes_on_and_gives_the_rows_of_the_local_engine(
    tmp_path, faulty, cluster, bodies
):
    log = tmp_path / "log"
    model = faulty.save(tmp_path / "model", log=log, pause=0.2)
    articles = tmp_path / "articles"
    articles.mkdir()
    texts = bodies(120)
    for number, body in enumerate(texts):
        (articles / f"{number:03}.txt").write_text(f"Bridge number {number} closed\n\n{body}", encoding="utf-8")
    local, remote = tmp_path / "local", tmp_path / "remote"
    local.mkdir()
    remote.mkdir()

    process = start(local, model, articles)
    _, error = process.communicate(timeout=900)
    assert process.returncode == 0, error
    expected = rows_of(local)
    assert expected.pop("engines") == [("local",)] and len(expected["articles"]) == 120 and expected["quotes"]

    options = ("--engine", "ray", "--ray-address", cluster.address)
    log.unlink()
    process = start(remote, model, articles, *options)
    wait_until(lambda: done_articles(remote) >= 50)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    wait_until(lambda: not ray_tasks())
    done = done_articles(remote)

    log.unlink()
    process = start(remote, model, articles, *options)
    wait_until(lambda: lines(log))
    os.kill(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=300)
    assert process.returncode == 130, error
    wait_until(lambda: not ray_tasks())  # Ctrl-C leaves no task behind
    assert done <= done_articles(remote) < 120

    log.unlink()
    done = done_articles(remote)
    process = start(remote, model, articles, *options[:2], RAY_ADDRESS=cluster.address)
    _, error = process.communicate(timeout=900)
    assert process.returncode == 0, error
    assert len(lines(log)) == 120 - done  # finished shards were not done again
    rows = rows_of(remote)
    assert rows.pop("engines") == [("ray",)]
    assert rows == expected


def test_a_node_with_another_model_is_refused(tmp_path, faulty, workers, make_batch, bodies):
    model = faulty.save(tmp_path / "model", log=tmp_path / "log")
    with pytest.raises(UserError, match="Node .* has another version"):
        annotation.annotate_batches(
            [make_batch(bodies(3))], workers=workers, load=lambda: None, model=model, fingerprint="annotation_1"
        )
    with pytest.raises(UserError, match="Node .* has no language model at"):
        annotation.annotate_batches(
            [make_batch(bodies(3), name="other")], workers=workers, load=lambda: None, model=tmp_path / "nowhere",
            fingerprint="annotation_1",
        )


def test_a_cluster_that_cannot_be_reached_is_said_clearly(tmp_path, faulty, articles_folder):
    model = faulty.save(tmp_path / "model", log=tmp_path / "log")
    process = start(tmp_path, model, articles_folder, "--engine", "ray", "--ray-address", "127.0.0.1:1")
    _, error = process.communicate(timeout=300)
    assert process.returncode == 2
    assert "The Ray cluster 127.0.0.1:1 cannot be used" in error and "Traceback" not in error
