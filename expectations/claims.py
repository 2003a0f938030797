"""Expectations of ``claims``."""

from expectations.expectation import (
    Suite,
    between,
    identified,
    known,
    matches,
    not_after,
    offsets,
    present,
    present_where,
    verbatim,
)

_LABEL = "Denials and assertions are told apart by it."

CLAIMS = Suite(
    table="claims",
    key=("claim_id",),
    slices={"text": ("start_char", "end_char")},
    references={
        "article_id": "article_id", "sentence_id": "sentence_id", "quote_id": "quote_id",
        "subject_entity_id": "entity_id", "object_entity_id": "entity_id", "claimant_entity_id": "entity_id",
    },
    self_reference="denies_claim_id",
    expectations=(
        *identified("claim_id"),
        known("article_id", what="article"),
        known("sentence_id", what="sentence"),
        known("quote_id", what="quote"),
        known("subject_entity_id", what="subject's entity"),
        known("object_entity_id", what="object's entity"),
        known("claimant_entity_id", what="claimant's entity"),
        known("denies_claim_id", what="denied claim"),
        present("text", why="A claim is the words that make it."),
        matches("text", r"\w", why="Punctuation alone claims nothing."),
        *offsets(),
        verbatim("text"),
        present("statement", why="Claims are read, and compared, apart from their articles."),
        matches("statement", r"\w", why="Punctuation alone claims nothing."),
        present_where("claimant_name", other="claimant_entity_id",
                      why="Reports show claimants by name; a resolved claimant has one."),
        present("stance", why=_LABEL),
        matches("stance", r"^[a-z][a-z _]*$", why=_LABEL),
        present("is_negated", why="A claim and its negation are different claims."),
        between("factuality", low=-3, high=3, why="FactBank's scale ends there."),
        between("checkworthiness", low=0, high=1, why="It is a probability, from 0 to 1."),
        not_after("event_start", "event_end", reason="it ends before it starts",
                  why="Nothing ends before it has begun."),
        present("claim_group_id", why="Claims are compared within their group."),
    ),
)
