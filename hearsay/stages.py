"""What each stage does with one batch: records in, records out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from hearsay.progress import track
from pipeline.extract import extract_article
from pipeline.ingest import Batch, read_batch
from pipeline.records import Article, ArticleRows, Document, Rejection, RemovedLine
from pipeline.rejections import article_rejection
from pipeline.rows import build_rows
from warehouse.versions import current_versions


@dataclass(frozen=True, slots=True)
class DocumentKey:
    """What names a document that was read."""

    source_document: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of a batch: those to be processed, and those whose bytes were loaded before."""

    fresh: list[Document]
    copies: list[DocumentKey]
    rejections: list[Rejection]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The articles of a batch, all their versions, and the lines removed from the current ones."""

    articles: list[Article]
    removed_lines: list[RemovedLine]
    rejections: list[Rejection]


def read_documents(batch: Batch, *, known: Callable[[list[str]], set[str]]) -> Reading:
    """Read a batch, and part what is new from what was loaded before.

    :param known: returns which of the given SHA-256 have been loaded.
    """
    documents, rejections = read_batch(batch)
    loaded = known([document.sha256 for document in documents])
    fresh = [document for document in documents if document.sha256 not in loaded]
    copies = [document for document in documents if document.sha256 in loaded]
    return Reading(fresh, [DocumentKey(copy.source_document, copy.sha256) for copy in copies], rejections)


def extract_articles(documents: Sequence[Document]) -> Extracted:
    """Extract an article from each document, or its rejection."""
    articles, lines, rejections = [], {}, []
    for document in track("articles", documents, total=len(documents)):
        extraction = extract_article(document)
        if extraction.rejection is not None:
            rejections.append(extraction.rejection)
        if extraction.article is not None:
            articles.append(extraction.article)
            lines[extraction.article.source_document] = extraction.removed_lines
    removed_lines = [line for article in current_versions(articles) for line in lines[article.source_document]]
    return Extracted(articles, removed_lines, rejections)


def rows_of(annotated: Iterable[tuple[Article, Doc]]) -> tuple[list[ArticleRows], list[Rejection]]:
    """Build the rows of each annotated article, or the rejection of one that cannot be made rows of."""
    rows, rejections = [], []
    for article, doc in annotated:
        try:
            rows.append(build_rows(article, doc))
        except Exception as error:  # one article never sinks a batch
            rejections.append(article_rejection(article, error, stage="rows", reason="its rows could not be built"))
    return rows, rejections
