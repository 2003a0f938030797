"""Which version of an article is the current one."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pipeline.records import Article


def version_order(article: Article) -> str:
    """Return the key that sorts the versions of an article, the current one last.

    What the outlet says of the time decides, then the retrieval, then the order of reading; the text's hash breaks
    ties, so that the same versions give the same order in whichever batches they come.
    """
    path, mark, number = article.source_document.rpartition("#")
    document = f"{path}#{int(number):012}" if mark and number.isdecimal() else article.source_document
    changed_at = article.modified_at or article.published_at
    return "|".join((_sortable(changed_at), _sortable(article.retrieved_at), document, article.text_sha256))


def distinct_versions(articles: Iterable[Article]) -> list[Article]:
    """Return one article per ``article_id`` and text, the first in :func:`version_order`; copies are left out."""
    versions: dict[tuple[str, str], Article] = {}
    for article in sorted(articles, key=version_order):
        versions.setdefault((article.article_id, article.text_sha256), article)
    return list(versions.values())


def current_versions(articles: Iterable[Article]) -> list[Article]:
    """Return one article per ``article_id``, its current version: what needs annotating."""
    return list({article.article_id: article for article in distinct_versions(articles)}.values())


def _sortable(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""
