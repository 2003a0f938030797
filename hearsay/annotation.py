"""Annotate the articles of batches, in this process or by Ray tasks, shard by shard.

A shard is some articles of one batch, annotated into one file that is named by what it holds: texts, pipeline and
model. A shard whose file is there is not annotated again, so a build that was killed goes on where it was.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from hearsay.errors import UserError
from hearsay.progress import listener
from hearsay.work import BatchFolder
from pipeline.ids import stable_id
from pipeline.language import annotate, load_pipeline
from pipeline.records import Article, Rejection
from pipeline.settings import ANNOTATED_STATUSES, LANGUAGE, SHARD_ARTICLES
from warehouse.versions import distinct_versions

VERSION = "hearsay_version"  # in doc.user_data: which version of which article the Doc is of


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles of one batch that are annotated into one file."""

    folder: BatchFolder
    name: str
    articles: tuple[Article, ...]

    @property
    def file(self) -> Path:
        """The file of its Docs, there when it is done."""
        return self.folder.path / "annotations" / f"{self.name}.spacy"


def shards_of(folder: BatchFolder, *, fingerprint: str) -> list[Shard]:
    """Cut the articles of a batch that can be annotated, in all their versions, into shards."""
    articles = [
        article
        for article in distinct_versions(folder.read("articles", Article))
        if article.status in ANNOTATED_STATUSES
    ]
    return [
        _shard(folder, articles[first:first + SHARD_ARTICLES], fingerprint)
        for first in range(0, len(articles), SHARD_ARTICLES)
    ]


def _shard(folder: BatchFolder, articles: Sequence[Article], fingerprint: str) -> Shard:
    texts = (value for article in articles for value in (article.article_id, article.text_sha256))
    return Shard(folder, stable_id("shard", fingerprint, *texts), tuple(articles))


def annotate_shard(shard: Shard, nlp: Language) -> None:
    """Annotate a shard into its file."""
    docs, rejections = DocBin(store_user_data=True), []
    for article, result in annotate(nlp, shard.articles):
        if isinstance(result, Rejection):
            rejections.append(result)
        else:
            result.user_data[VERSION] = _version(article)
            docs.add(result)
    shard.folder.write(f"annotations/{shard.name}_rejections", rejections)
    shard.folder.write_bytes(f"annotations/{shard.name}.spacy", docs.to_bytes())


def annotate_here(shards: Iterable[Shard], load: Callable[[], Language], model: Path) -> Iterator[Shard]:
    """Annotate shards one after another in this process, and yield each when it is done."""
    for shard in shards:
        if not shard.file.is_file():
            annotate_shard(shard, load())
        yield shard


def annotate_on_ray(shards: Iterable[Shard], load: Callable[[], Language], model: Path) -> Iterator[Shard]:
    """Annotate shards as Ray tasks, and yield each when it is done.

    Workers that are other machines must see the work folder and the model under the same paths.

    :raises UserError: Ray is not installed.
    """
    ray = import_ray()
    if not ray.is_initialized():
        ray.init(include_dashboard=False, log_to_driver=False, logging_level="ERROR")
    task = ray.remote(num_cpus=1, max_retries=3, retry_exceptions=True)(_annotate_in_worker)
    at_work: dict = {}
    limit = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))
    for shard in shards:
        if shard.file.is_file():
            yield shard
            continue
        while len(at_work) >= limit:
            yield _next_done(ray, at_work)
        at_work[task.remote(shard, model.resolve())] = shard
    while at_work:
        yield _next_done(ray, at_work)


ENGINES = {"local": annotate_here, "ray": annotate_on_ray}


def import_ray():
    """Return the module ``ray``.

    :raises UserError: it is not installed.
    """
    try:
        import ray
    except ImportError as error:
        message = "--engine ray needs Ray, which is not installed. Install it with: pip install -e '.[ray]'"
        raise UserError(message) from error
    return ray


def annotations_of(folder: BatchFolder, shards: Iterable[Shard]) -> Iterator[tuple[Article, Doc]]:
    """Return the annotated articles of a batch, each with its Doc."""
    vocab = _vocab()
    for shard in shards:
        articles = {_version(article): article for article in shard.articles}
        for doc in DocBin().from_bytes(shard.file.read_bytes()).get_docs(vocab):
            yield articles[doc.user_data[VERSION]], doc


def _version(article: Article) -> str:
    return f"{article.article_id} {article.text_sha256}"


def annotate_batches(
    folders: Sequence[BatchFolder], *, engine: str, load: Callable[[], Language], model: Path, fingerprint: str
) -> None:
    """Annotate batches, and keep what was rejected of each.

    :param engine: a key of ``ENGINES``.
    :param load: returns the pipeline; only called where there is something to annotate.
    :param model: where Ray's workers load the pipeline from.
    """
    progress = listener.get()
    progress.start("annotations", sum(len(shard.articles) for shard in _all_shards(folders, fingerprint)))
    for shard in ENGINES[engine](_all_shards(folders, fingerprint), load, model):
        progress.advance(len(shard.articles))
    for folder in folders:
        rejections = (
            rejection
            for shard in shards_of(folder, fingerprint=fingerprint)
            for rejection in folder.read(f"annotations/{shard.name}_rejections", Rejection)
        )
        folder.write("annotation_rejections", rejections)


def _all_shards(folders: Iterable[BatchFolder], fingerprint: str) -> Iterator[Shard]:
    for folder in folders:
        yield from shards_of(folder, fingerprint=fingerprint)


def _next_done(ray, at_work: dict) -> Shard:
    (done, *_), _ = ray.wait(list(at_work), num_returns=1)
    ray.get(done)
    return at_work.pop(done)


def _annotate_in_worker(shard: Shard, model: Path) -> None:
    annotate_shard(shard, _load_in_worker(model))


@cache
def _load_in_worker(model: Path) -> Language:
    return load_pipeline(model)


@cache
def _vocab():
    return spacy.blank(LANGUAGE).vocab
