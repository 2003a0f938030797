"""Expectations of ``sentences``."""

from expectations.expectation import Suite, between, identified, known, offsets, present, unique

SENTENCES = Suite(
    table="sentences",
    key=("sentence_id",),
    references={"article_id": "article_id"},
    expectations=(
        *identified("sentence_id"),
        known("article_id", what="article"),
        *offsets(),
        present("position", why="Sentences are read in order."),
        between("position", low=0, why="Positions count from 0."),
        unique("article_id", "position", why="Two sentences cannot stand in one place."),
    ),
)
