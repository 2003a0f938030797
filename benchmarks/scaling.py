"""Annotation by one, two and more local processes and simulated Ray nodes, and whole builds: ratios in one run.

    python -m benchmarks.scaling [--articles 200] [--workers 1 2] [--nodes 1 2] [--rounds 3] [--from FILE.jsonl.gz]

Every configuration annotates the same articles once in each round, in turn, so that what else the machine does meets
all alike; a ratio is that of a round, and their median is printed. Workers have loaded their model before. Every worker
has one thread: more of them than there are processors tell nothing. Nodes are processes of this machine, which Ray
takes for machines of one processor; without Ray they are left out.
"""

import argparse
import gzip
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

from benchmarks.annotation import own_peak
from hearsay.annotation import annotate_here, annotate_shards, shards_of
from hearsay.stages import extract_articles
from hearsay.versions import annotation_fingerprint
from hearsay.work import WorkFolder
from hearsay.workers import Processes, RayTasks, WorkerModel, Workers
from pipeline.ingest import plan_batches, read_batch
from pipeline.language import load_pipeline
from pipeline.records import Article
from pipeline.settings import MODEL, PROJECT

NEWS = Path("derived/news_articles.jsonl.gz")
SMALL = ("--articles", "4", "--rounds", "1", "--workers", "1", "--nodes", "--no-builds")
FINGERPRINT = annotation_fingerprint(MODEL)
LOAD = WorkerModel.of(MODEL, FINGERPRINT)


def write_records(source: Path, file: Path, count: int) -> Path:
    """Write the first records of a ``.jsonl.gz`` into a file."""
    with gzip.open(source, "rb") as stream:
        file.write_bytes(b"".join(islice(stream, count)))
    return file


def read_articles(file: Path) -> list[Article]:
    """Return the articles of a file."""
    batches = plan_batches([file]).batches
    return extract_articles([document for batch in batches for document in read_batch(batch)[0]]).articles


def seconds(articles: Sequence[Article], annotate: Callable[[list], Iterator]) -> float:
    """Return how long it takes to annotate articles into files."""
    with tempfile.TemporaryDirectory() as folder:
        batch = WorkFolder(Path(folder) / "news.duckdb").batch("batch_1")
        batch.write("articles", articles)
        shards = shards_of(batch, fingerprint=FINGERPRINT)
        began = time.perf_counter()
        deque(annotate(shards), maxlen=0)
        return time.perf_counter() - began


def by_workers(workers: Workers, article: Article, count: int) -> Callable[[list], Iterator]:
    """Return what annotates shards by workers, all of which have loaded their model."""
    calls = [workers.submit(load_and_wait, LOAD, article.body) for _ in range(count)]
    for call in calls:
        workers.result(call)
    return partial(annotate_shards, workers=workers, load=LOAD)


def load_and_wait(load: WorkerModel, body: str) -> None:
    """Load the model in a worker, and stay there until the others have had time to do so as well."""
    load()(body)
    time.sleep(5)


@contextmanager
def cluster_of(nodes: int) -> Iterator[RayTasks]:
    """Start a Ray cluster of nodes of one processor each, and connect to it."""
    import ray
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False})
    try:
        for _ in range(nodes):
            cluster.add_node(num_cpus=1)
        ray.init(cluster.address, log_to_driver=False, logging_level="ERROR")
        yield RayTasks()
    finally:
        ray.shutdown()
        cluster.shutdown()


def annotation_rounds(
    articles: Sequence[Article], counts: Sequence[int], rounds: int
) -> tuple[dict[str, list[float]], float]:
    """Return the seconds of each configuration in each round, and the most memory (MB) that a worker held."""
    nlp = load_pipeline()
    pools = {count: Processes(count) for count in counts}
    configurations = {"this process, all cores": partial(annotate_here, load=lambda: nlp, worker_load=LOAD)}
    configurations |= {
        f"{count} local {'process' if count == 1 else 'processes'}": by_workers(pool, articles[0], count)
        for count, pool in pools.items()
    }
    found: dict[str, list[float]] = {name: [] for name in configurations}
    for _ in range(rounds):
        for name, annotate in configurations.items():
            found[name].append(seconds(articles, annotate))
    memory = max(pool.result(pool.submit(own_peak)) for pool in pools.values())
    for pool in pools.values():
        while not pool.idle.empty():
            pool.idle.get().shutdown()
    return found, memory


def node_rounds(articles: Sequence[Article], counts: Sequence[int], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that clusters of so many nodes take in each round; one at a time, as Ray has it."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for count in counts:
            with cluster_of(count) as workers:
                annotate = by_workers(workers, articles[0], count)
                name = f"{count} Ray {'node' if count == 1 else 'nodes'}"
                found.setdefault(name, []).append(seconds(articles, annotate))
    return found


def build_rounds(file: Path, counts: Sequence[int], rounds: int) -> dict[str, list[float]]:
    """Return the seconds that whole builds take, each into a new warehouse and in a process of its own."""
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for count in counts:
            with tempfile.TemporaryDirectory() as folder:
                command = [sys.executable, "-m", "hearsay.cli", "build", str(file), "--workers", str(count)]
                began = time.perf_counter()
                subprocess.run(
                    [*command, "--warehouse", str(Path(folder) / "news.duckdb")], check=True, cwd=PROJECT,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                )
                name = f"build, --workers {count}"
                found.setdefault(name, []).append(time.perf_counter() - began)
    return found


def show(found: dict[str, list[float]], articles: int, base: str) -> None:
    """Print articles a second of each configuration, and how many times those of the base."""
    for name, times in found.items():
        ratio = statistics.median(first / own for first, own in zip(found[base], times, strict=True))
        speed = articles / statistics.median(times)
        print(f"  {name:28}{speed:8.2f} articles/s   {ratio:5.2f} times {base}", flush=True)


def main() -> None:
    """Print speeds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    corpora = Path(os.environ.get("CORPORA", PROJECT / "../shared/corpora"))
    parser.add_argument("--from", dest="source", type=Path, default=corpora / NEWS, help="a .jsonl.gz of records")
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--nodes", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-builds", dest="builds", action="store_false", help="leave the whole builds out")
    options = parser.parse_args()
    if not options.source.is_file():
        print(f"skipped: there is no {options.source}")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = write_records(options.source, Path(folder) / "articles.jsonl", options.articles)
        articles = read_articles(file)
        words = sum(article.word_count for article in articles)
        print(f"{len(articles)} articles, {words:,} words, {options.rounds} rounds")
        print(f"{os.cpu_count()} processors, with a load of {os.getloadavg()[0]:.1f} by others at the start")
        found, memory = annotation_rounds(articles, options.workers, options.rounds)
        show(found, len(articles), f"{options.workers[0]} local process")
        print(f"  a worker holds {memory:,.0f} MB at its peak", flush=True)
        if options.nodes and find_spec("ray"):
            nodes = node_rounds(articles, options.nodes, options.rounds)
            show(nodes, len(articles), next(iter(nodes)))
        if options.builds:
            builds = build_rounds(file, options.workers, options.rounds)
            show(builds, len(articles), next(iter(builds)))


if __name__ == "__main__":
    main()
