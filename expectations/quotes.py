"""Expectations of ``quotes``."""

from expectations.expectation import (
    Suite,
    between,
    equal,
    identified,
    known,
    matches,
    not_after,
    offsets,
    one_of,
    present,
    present_where,
    true,
    verbatim,
)

_FOUND = "Words that are shown must be found in the body."

EARLIER_QUOTES = Suite(
    table="earlier_quotes",
    key=("article_id", "text_sha256", "start_char", "end_char", "content"),
    references={"article_id": "article_id"},
    expectations=(
        known("article_id", what="article"),
        present("text_sha256", why="It says which revision the quote stood in."),
        one_of("kind", ("direct", "indirect", "mixed"), why="Direct and indirect speech are counted apart."),
        present("content", why="A quote without content says nothing."),
        matches("content", r"\w", why="Punctuation alone says nothing."),
        not_after("start_char", "end_char", strictly=True, reason="it ends before it starts",
                  why="It points at characters of the revision's body."),
    ),
)

QUOTES = Suite(
    table="quotes",
    key=("quote_id",),
    slices={"cue": ("cue_start_char", "cue_end_char"), "source_text": ("source_start_char", "source_end_char")},
    references={"article_id": "article_id", "sentence_id": "sentence_id", "speaker_entity_id": "entity_id"},
    self_reference="parent_quote_id",
    expectations=(
        *identified("quote_id"),
        known("article_id", what="article"),
        known("sentence_id", what="sentence"),
        known("speaker_entity_id", what="speaker's entity"),
        known("parent_quote_id", what="parent quote"),
        *offsets(),
        present("kind", why="Direct and indirect speech are counted apart."),
        one_of("kind", ("direct", "indirect", "mixed"), why="Direct and indirect speech are counted apart."),
        present("content", why="A quote without content says nothing."),
        matches("content", r"\w", why="Punctuation alone says nothing."),
        true("content_spans_fit", reason="content_spans are missing or outside the body", why=_FOUND),
        equal("content", "content_in_body", reason="content is not what its spans give",
              why="A quotation must be verbatim: readers check it against the body."),
        present_where("cue_start_char", other="cue", why=_FOUND),
        present_where("cue_end_char", other="cue", why=_FOUND),
        verbatim("cue"),
        present_where("source_start_char", other="source_text", why=_FOUND),
        present_where("source_end_char", other="source_text", why=_FOUND),
        verbatim("source_text"),
        present_where("speaker_name", other="speaker_entity_id",
                      why="Reports show speakers by name; a resolved speaker has one."),
        present("speaker_kind", why="Reports count by kind of speaker."),
        one_of("speaker_kind", ("person", "organisation", "place", "group", "document", "unknown"),
               why="Reports count by kind of speaker."),
        present("is_anonymous", why="Shares of anonymous sources are computed from it."),
        between("confidence", low=0, high=1, why="It is a probability, from 0 to 1."),
    ),
)
