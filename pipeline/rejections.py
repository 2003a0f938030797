"""Rejections that more than one stage makes."""

from pipeline.ids import stable_id
from pipeline.records import Article, Rejection
from pipeline.settings import REJECTED_INPUT_CHARACTERS


def article_rejection(article: Article, error: Exception, *, stage: str, reason: str) -> Rejection:
    """Return the rejection of an article that a stage failed on.

    :param error: what was raised; its type and message become the detail.
    """
    return Rejection(
        rejection_id=stable_id("rejection", stage, article.article_id, reason),
        stage=stage,
        reason=reason,
        detail=f"{type(error).__name__}: {error}",
        source_document=article.source_document,
        article_id=article.article_id,
        table_name=None,
        input=article.body[:REJECTED_INPUT_CHARACTERS],
    )
