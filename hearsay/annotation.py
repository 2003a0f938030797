"""Annotate the articles of batches and build their rows, shard by shard, in this process or by workers.

A shard is some articles of one batch, annotated into one file that is named by what it holds: texts, pipeline and
model. A shard whose file is there is not annotated again, so a build that was killed goes on where it was. Workers
are handed articles and hand back what they found; only this process writes files.

A worker may die: it is killed, its node is lost, or an article breaks the model so badly that the process ends. Its
shard is then tried again, and, when that does not help, article by article: what kills its worker even alone is
rejected. Without workers such an article ends the build itself; the next one finds that its shard was begun and never
ended, and leaves it to a worker.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from hearsay import stages
from hearsay.progress import listener
from hearsay.stages import Built
from hearsay.work import BatchFolder
from hearsay.workers import WorkerModel, Workers, processes
from pipeline.ids import stable_id
from pipeline.language import annotate
from pipeline.records import Article, Rejection
from pipeline.rejections import article_rejection
from pipeline.settings import ANNOTATED_STATUSES, LANGUAGE, SHARD_ARTICLES
from warehouse.versions import distinct_versions

VERSION = "hearsay_version"  # in doc.user_data: which version of which article the Doc is of
GROUPS = "hearsay_span_groups"  # in doc.user_data of stored Docs: their span groups
ATTEMPTS = 2  # of a shard, and of an article alone
DIED = "the language model's process died"

Load = Callable[[], Language]


@dataclass(frozen=True, slots=True)
class Annotated:
    """What annotating articles gave."""

    docs: bytes  # a DocBin
    rejections: tuple[Rejection, ...]


@dataclass(frozen=True, slots=True)
class Shard:
    """Articles of one batch that are annotated into one file."""

    folder: BatchFolder
    name: str
    articles: tuple[Article, ...]

    @property
    def is_done(self) -> bool:
        """Whether its file is there."""
        return self.folder.has(self._file)

    @property
    def docs(self) -> bytes:
        """The content of its file, a DocBin."""
        return self.folder.read_bytes(self._file)

    @property
    def rejections(self) -> list[Rejection]:
        """What was rejected of it."""
        return self.folder.read(f"annotations/{self.name}_rejections", Rejection)

    def save(self, annotated: Annotated) -> None:
        """Write its file."""
        self.folder.write(f"annotations/{self.name}_rejections", annotated.rejections)
        self.folder.write_bytes(self._file, annotated.docs)

    @property
    def was_broken_off(self) -> bool:
        """Whether a process has begun it and did not live to end it."""
        return self.folder.has(self._mark)

    @contextmanager
    def begun(self) -> Iterator[None]:
        """Mark it as begun while it is annotated in this process."""
        self.folder.write_bytes(self._mark, b"")
        try:
            yield
        finally:
            self.folder.remove(self._mark)

    @property
    def _file(self) -> str:
        return f"annotations/{self.name}.spacy"

    @property
    def _mark(self) -> str:
        return f"annotations/{self.name}.begun"


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


def annotate_articles(articles: Sequence[Article], load: Load) -> Annotated:
    """Annotate articles.

    :param load: returns the pipeline.
    """
    docs, rejections = DocBin(store_user_data=True), []
    for article, result in annotate(load(), articles):
        if isinstance(result, Rejection):
            rejections.append(result)
        else:
            result.user_data[VERSION] = _version(article)
            docs.add(_with_groups_packed(result))
    return Annotated(docs.to_bytes(), tuple(rejections))


def annotate_here(shards: Iterable[Shard], load: Load, worker_load: Load) -> Iterator[Shard]:
    """Annotate shards one after another in this process, and yield each when it is done.

    :param load: returns the pipeline.
    :param worker_load: the same, in the worker that does a shard which has ended a process before.
    """
    for shard in shards:
        if not shard.is_done:
            was_broken_off = shard.was_broken_off
            with shard.begun():
                if was_broken_off:
                    list(annotate_shards([shard], processes(1), worker_load))
                else:
                    shard.save(annotate_articles(shard.articles, load))
        yield shard


def annotate_shards(shards: Iterable[Shard], workers: Workers, load: Load) -> Iterator[Shard]:
    """Annotate shards, as many at a time as there is room for, and yield each when it is done.

    :param load: returns the pipeline, in the worker.
    """
    calls: dict[Future, tuple[Shard, int]] = {}
    try:
        for shard in shards:
            if shard.is_done:
                yield shard
                continue
            while len(calls) >= workers.capacity:
                yield _finish_one(calls, workers, load)
            calls[workers.submit(annotate_articles, shard.articles, load)] = shard, 1
        while calls:
            yield _finish_one(calls, workers, load)
    finally:
        workers.abandon(calls)


def _finish_one(calls: dict[Future, tuple[Shard, int]], workers: Workers, load: Load) -> Shard:
    """Wait for a call to end well, and save its shard."""
    while True:
        call = next(iter(wait(calls, return_when=FIRST_COMPLETED).done))
        shard, attempt = calls.pop(call)
        try:
            annotated = workers.result(call)
        except workers.died:
            if attempt < ATTEMPTS:
                calls[workers.submit(annotate_articles, shard.articles, load)] = shard, attempt + 1
                continue
            annotated = _joined([_annotate_alone(article, workers, load) for article in shard.articles])
        shard.save(annotated)
        return shard


def _annotate_alone(article: Article, workers: Workers, load: Load) -> Annotated:
    for _ in range(ATTEMPTS):
        try:
            return workers.result(workers.submit(annotate_articles, (article,), load))
        except workers.died as error:
            death = error
    rejection = article_rejection(article, death, stage="annotate", reason=DIED)
    return Annotated(DocBin(store_user_data=True).to_bytes(), (rejection,))


def _joined(parts: Iterable[Annotated]) -> Annotated:
    docs, rejections = DocBin(store_user_data=True), []
    for part in parts:
        docs.merge(DocBin(store_user_data=True).from_bytes(part.docs))
        rejections += part.rejections
    return Annotated(docs.to_bytes(), tuple(rejections))


def rows_of(shards: Iterable[Shard], *, current: Collection[Article], workers: Workers | None) -> Built:
    """Build the rows of the articles of shards that are done.

    :param current: the current versions of the articles, as :func:`hearsay.stages.rows_of` takes them.
    :param workers: that do it; None: this process.
    """
    versions = {(article.article_id, article.text_sha256) for article in current}
    items = (
        (shard.articles, shard.docs, [a for a in shard.articles if (a.article_id, a.text_sha256) in versions])
        for shard in shards
    )
    parts = workers.map(_rows_of_docs, items) if workers else starmap(_rows_of_docs, items)
    return Built.joined(parts)


def _rows_of_docs(articles: Sequence[Article], docs: bytes, current: Collection[Article]) -> Built:
    return stages.rows_of(docs_of(articles, docs), current=current)


def annotations_of(folder: BatchFolder, shards: Iterable[Shard]) -> Iterator[tuple[Article, Doc]]:
    """Return the annotated articles of a batch, each with its Doc."""
    for shard in shards:
        yield from docs_of(shard.articles, shard.docs)


def docs_of(articles: Iterable[Article], docs: bytes) -> Iterator[tuple[Article, Doc]]:
    """Return articles with their Docs out of a DocBin."""
    by_version = {_version(article): article for article in articles}
    for doc in DocBin().from_bytes(docs).get_docs(_vocab()):
        yield by_version[doc.user_data[VERSION]], _with_groups_unpacked(doc)


def _with_groups_packed(doc: Doc) -> Doc:
    """Move a document's span groups into its user data: spaCy packs each by itself, which takes as long as the rest."""
    doc.user_data[GROUPS] = {
        key: [(span.start, span.end, span.label_) for span in group] for key, group in doc.spans.items()
    }
    doc.spans.clear()
    return doc


def _with_groups_unpacked(doc: Doc) -> Doc:
    for key, spans in doc.user_data.pop(GROUPS, {}).items():
        doc.spans[key] = [Span(doc, first, stop, label=label) for first, stop, label in spans]
    return doc


def _version(article: Article) -> str:
    return f"{article.article_id} {article.text_sha256}"


def annotate_batches(
    folders: Sequence[BatchFolder], *, workers: Workers | None, load: Load, model: Path, fingerprint: str
) -> None:
    """Annotate batches, and keep what was rejected of each.

    :param workers: that do it; None: this process.
    :param load: returns the pipeline; only called where this process annotates something.
    :param model: the folder of the pipeline.
    :param fingerprint: what :func:`hearsay.versions.annotation_fingerprint` gives for it.
    """
    progress = listener.get()
    progress.start("annotations", sum(len(shard.articles) for shard in _all_shards(folders, fingerprint)))
    shards, worker_load = _all_shards(folders, fingerprint), WorkerModel.of(model, fingerprint)
    done = annotate_shards(shards, workers, worker_load) if workers else annotate_here(shards, load, worker_load)
    for shard in done:
        progress.advance(len(shard.articles))
    for folder in folders:
        shards = shards_of(folder, fingerprint=fingerprint)
        folder.write("annotation_rejections", (rejection for shard in shards for rejection in shard.rejections))


def _all_shards(folders: Iterable[BatchFolder], fingerprint: str) -> Iterator[Shard]:
    for folder in folders:
        yield from shards_of(folder, fingerprint=fingerprint)


@cache
def _vocab():
    return spacy.blank(LANGUAGE).vocab
