"""Which version of an article is the current one.

The versions of an article are ordered by when its outlet is known to have shown them. A text that was taken back for an
earlier one and one that followed another are two versions, so an article may have a text twice: A, then B, then A.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from pipeline.records import Article

DATED = frozenset(("archive", "record"))  # where a time of retrieval is read that is no file's


def version_order(article: Article) -> str:
    """Return the key that sorts the versions of an article, the current one last.

    A retrieval that an archive or record states shows what the outlet showed then. The time of a file may be that of a
    copy: there the outlet's own time decides where it gives one. Then follow the outlet's time, the retrieval and the
    order of reading; the text's hash breaks ties, so that the same versions give the same order in whichever batches
    they come.
    """
    stated_at = _sortable(article.modified_at or article.published_at)
    retrieved_at = _sortable(article.retrieved_at)
    shown_at = stated_at if stated_at and article.retrieved_at_source not in DATED else retrieved_at
    order = read_order(article.retrieved_at, article.source_document)
    return "|".join((shown_at, stated_at, order, article.text_sha256))


def read_order(retrieved_at: datetime, source_document: str) -> str:
    """Return the part of :func:`version_order` that tells documents apart, the records of a file by their numbers."""
    path, mark, number = source_document.rpartition("#")
    document = f"{path}#{int(number):012}" if mark and number.isdecimal() else source_document
    return f"{_sortable(retrieved_at)}|{document}"


def distinct_versions(articles: Iterable[Article]) -> list[Article]:
    """Return one article per ``article_id`` and text, in :func:`version_order`; copies are left out.

    Of a text that was shown without a break it is the first, of one that came back the first after it did.
    """
    latest: dict[str, str] = {}
    versions: dict[tuple[str, str], Article] = {}
    for article in sorted(articles, key=version_order):
        if latest.get(article.article_id) != article.text_sha256:
            latest[article.article_id] = article.text_sha256
            versions.pop((article.article_id, article.text_sha256), None)
            versions[article.article_id, article.text_sha256] = article
    return list(versions.values())


def current_versions(articles: Iterable[Article]) -> list[Article]:
    """Return one article per ``article_id``, its current version: what needs annotating."""
    return list({article.article_id: article for article in distinct_versions(articles)}.values())


def _sortable(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""
