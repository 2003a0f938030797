"""Expectations of ``ops.removed_lines``."""

from expectations.expectation import Suite, between, known, present

REMOVED_LINES = Suite(
    table="removed_lines",
    key=("article_id", "position"),
    references={"article_id": "article_id"},
    expectations=(
        known("article_id", what="article"),
        present("position", why="The line can be found again by its number."),
        between("position", low=0, why="Line numbers count from 0."),
        present("line", why="What was removed must be seen to be judged."),
        present("reason", why="Reasons are counted, to see what extraction drops."),
    ),
)
