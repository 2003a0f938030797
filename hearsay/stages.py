"""What each stage does with one batch: records in, records out."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from hearsay.progress import track
from pipeline.extract import extract_article, without_repeated
from pipeline.ingest import Batch, read_batch
from pipeline.records import Article, ArticleRows, Document, OutletLine, Rejection, RemovedLine
from pipeline.rejections import article_rejection
from pipeline.rows import build_rows
from warehouse.frames import EarlierQuote, earlier_quotes_of
from warehouse.load import Copy
from warehouse.versions import current_versions


@dataclass(frozen=True, slots=True)
class Reading:
    """The documents of a batch: those to be processed, and those whose bytes were loaded before."""

    fresh: list[Document]
    copies: list[Copy]
    rejections: list[Rejection]


@dataclass(frozen=True, slots=True)
class Extracted:
    """The articles of a batch, all their versions, and the lines removed from the current ones."""

    articles: list[Article]
    removed_lines: list[RemovedLine]
    outlet_lines: list[OutletLine]  # that may turn out to be boilerplate
    rejections: list[Rejection]


@dataclass(frozen=True, slots=True)
class Built:
    """The rows of a batch's current versions, the quotes of the others, and what could not be made rows of."""

    rows: list[ArticleRows]
    earlier_quotes: list[EarlierQuote]
    rejections: list[Rejection]

    @classmethod
    def joined(cls, parts: Iterable["Built"]) -> "Built":
        """Return several as one, in their order."""
        whole = cls([], [], [])
        for part in parts:
            whole.rows.extend(part.rows)
            whole.earlier_quotes.extend(part.earlier_quotes)
            whole.rejections.extend(part.rejections)
        return whole


def read_documents(
    batch: Batch, *, known: Callable[[list[Copy]], set[tuple[str, str]]], kept: Sequence[Document] = ()
) -> Reading:
    """Read a batch, and part what is new from what was loaded before.

    :param known: returns which of the given documents have been loaded, as :func:`warehouse.load.already_loaded`.
    :param kept: the batch's documents as they were read before: they stand in for files that are gone or have changed.
    """
    documents, rejections = read_batch(batch)
    read = {(document.source_document, document.sha256) for document in documents}
    gone = [document for document in kept if (document.source_document, document.sha256) not in read]
    documents += gone
    replaced = {_file_of(document.source_document) for document in gone}
    rejections = [rejection for rejection in rejections if rejection.source_document not in replaced]
    candidates = [_copy(document) for document in documents]
    loaded = known(candidates)
    fresh = [document for document in documents if (document.source_document, document.sha256) not in loaded]
    copies = [copy for copy in candidates if (copy.source_document, copy.document_sha256) in loaded]
    return Reading(fresh, copies, rejections)


def _copy(document: Document) -> Copy:
    return Copy(
        document.source_document, document.sha256, document.source_name, document.retrieved_at,
        document.retrieved_at_source,
    )


def _file_of(source_document: str) -> str:
    """Return the file that a document was read from, without the number of its record."""
    file, mark, number = source_document.rpartition("#")
    return file if mark and number.isdecimal() else source_document


def extract_articles(documents: Sequence[Document]) -> Extracted:
    """Extract an article from each document, or its rejection."""
    articles, lines, outlet_lines, rejections = [], {}, [], []
    for document in track("articles", documents, total=len(documents)):
        extraction = extract_article(document)
        if extraction.rejection is not None:
            rejections.append(extraction.rejection)
        if extraction.article is not None:
            articles.append(extraction.article)
            lines[extraction.article.source_document] = extraction.removed_lines
            rejections += extraction.rejected_values
            outlet_lines += extraction.lines
    removed_lines = [line for article in current_versions(articles) for line in lines[article.source_document]]
    return Extracted(articles, removed_lines, outlet_lines, rejections)


def take_out(
    articles: Iterable[Article], outlet_lines: Iterable[OutletLine], repeated: Collection[tuple[str, int]]
) -> tuple[list[Article], list[RemovedLine]]:
    """Take the lines out of articles that have turned out to be boilerplate.

    :param outlet_lines: those of the articles.
    :param repeated: outlet and hash of the boilerplate.
    :return: the articles, and what was taken out of their current versions.
    """
    lines: dict[str, list[OutletLine]] = {}
    for line in outlet_lines:
        lines.setdefault(line.article_id, []).append(line)
    results = [without_repeated(article, lines.get(article.article_id, []), repeated) for article in articles]
    removed = {article: taken for article, taken in results if taken}
    current = current_versions(article for article, _ in results)
    return [article for article, _ in results], [line for article in current for line in removed.get(article, ())]


def rows_of(annotated: Iterable[tuple[Article, Doc]], *, current: Collection[Article]) -> Built:
    """Build the rows of each annotated article, or the rejection of one that cannot be made rows of.

    :param current: the current versions; of the others, the quotes are kept.
    """
    rows, earlier_quotes, rejections = [], [], []
    versions = {(article.article_id, article.text_sha256) for article in current}
    for article, doc in annotated:
        try:
            built = build_rows(article, doc)
        except Exception as error:  # one article never sinks a batch
            rejections.append(article_rejection(article, error, stage="rows", reason="its rows could not be built"))
            continue
        if (article.article_id, article.text_sha256) in versions:
            rows.append(built)
        else:
            earlier_quotes += earlier_quotes_of(article, built)
    return Built(rows, earlier_quotes, rejections)
