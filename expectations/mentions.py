"""Expectations of ``mentions``."""

from expectations.entities import NAME_LABELS
from expectations.expectation import WARNING, Suite, identified, known, offsets, one_of, present, verbatim

_VALUE_LABELS = ("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL")

MENTIONS = Suite(
    table="mentions",
    key=("mention_id",),
    slices={"text": ("start_char", "end_char")},
    references={"article_id": "article_id", "sentence_id": "sentence_id", "entity_id": "entity_id"},
    expectations=(
        *identified("mention_id"),
        known("article_id", what="article"),
        known("sentence_id", what="sentence"),
        known("entity_id", what="entity"),
        present("text", why="A mention is the words that make it."),
        *offsets(),
        verbatim("text"),
        present("form", why="Names, noun phrases and pronouns are counted apart."),
        one_of("form", ("name", "nominal", "pronoun"), why="Names, noun phrases and pronouns are counted apart."),
        one_of("label", (*NAME_LABELS, *_VALUE_LABELS), severity=WARNING, why="Analysts filter by these types."),
    ),
)
