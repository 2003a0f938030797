"""Expectations of ``articles`` and ``article_revisions``."""

from expectations.expectation import (
    WARNING,
    Suite,
    between,
    equal,
    identified,
    known,
    matches,
    not_after,
    one_of,
    present,
    unique,
)
from pipeline.settings import STATUSES

_BODY = present("body", why="All offsets point into the body.")
_NOT_BLANK = matches("body", r"\S", why="An article without text says nothing; it is a rejection.")
_HASH = equal("text_sha256", "body_sha256", reason="text_sha256 is not the hash of the body",
              why="Revisions are told apart by the hash.")

ARTICLES = Suite(
    table="articles",
    key=("article_id",),
    expectations=(
        *identified("article_id"),
        _BODY,
        _NOT_BLANK,
        _HASH,
        present("source_document", why="Everything must lead back to the document that was read."),
        present("document_sha256", why="A document is known again by its hash."),
        present("retrieved_at", why="It stands in for a missing date of publication."),
        one_of("status", STATUSES, why="Reports count articles by status."),
        between("word_count", low=0, why="Shares and rates are computed from it."),
        matches("language", r"^[a-z]{2}$", severity=WARNING, why="Languages are ISO 639-1 codes."),
        matches("url", r"(?i)^https?://\S+$", severity=WARNING, why="Readers follow it to the article."),
        one_of("published_at_precision", ("second", "minute", "day"), severity=WARNING,
               why="Reports by day or hour depend on it."),
        between("published_at", low="1600-01-01T00:00:00+00:00", severity=WARNING,
                why="There was no newspaper before; more likely a default value was read as a date."),
        not_after("published_at", "latest_plausible_at", severity=WARNING, reason="published_at is in the future",
                  why="What was retrieved had been published, allowing for two days of wrong clocks and time zones."),
    ),
)

ARTICLE_REVISIONS = Suite(
    table="article_revisions",
    key=("article_id", "source_document", "text_sha256"),
    references={"article_id": "article_id"},
    expectations=(
        present("article_id", why="A version belongs to an article."),
        known("article_id", what="article"),
        unique("article_id", "source_document", why="A document shows one version of an article."),
        _BODY,
        _NOT_BLANK,
        _HASH,
        present("version_order", why="The newest version is the current one."),
    ),
)
