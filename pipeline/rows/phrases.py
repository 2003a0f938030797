"""Contents and sources that a model cut in the middle of a phrase: "the state of the | port", "the New | York mayor".

A part whose last word does no more than lead up to one behind it (an article, an adjective, a preposition, an
auxiliary) cannot end there. The dependency parse tells where the phrase or the clause does.
"""

import re

from spacy.tokens import Doc, Token

from pipeline.rows.marks import Quotation
from pipeline.rows.quotes import Draft
from pipeline.rows.quoting import is_within, tidy_content
from pipeline.rows.text import Span, overlaps_any, spanning, text_of

_LEADS = frozenset("det amod compound nummod nmod:desc".split())  # in a noun phrase
_LEADS_CLAUSE = _LEADS | frozenset("case nmod:poss mark aux aux:pass cop nsubj nsubj:pass".split())
_PART_OF_NAME = frozenset("flat compound".split())
_GOES_ON = (" ", "-")
_HYPHENATED = re.compile(r"(?<=\w)(?:-\w+)+")
_CLOSING = frozenset(":;—–")


def complete_phrases(drafts: list[Draft], doc: Doc, quotations: list[Quotation]) -> None:
    """Make whole the contents and sources of drafts that end before the word that their last one leads up to."""
    if not doc.has_annotation("DEP"):
        return
    for draft in drafts:
        if draft.source:
            draft.source = _whole_source(draft, doc)
        draft.content = [_whole_content(draft, span, drafts, doc, quotations) for span in draft.content]
        draft.span = spanning([draft.span, *draft.content, *([draft.source] if draft.source else [])])


def _whole_source(draft: Draft, doc: Doc) -> Span:
    taken = [*draft.content, *([draft.cue_span] if draft.cue_span else [])]
    source = draft.source
    while (head := _head_behind(doc, source, _LEADS)) is not None and head.pos_ in ("NOUN", "PROPN"):
        parts = [child for child in head.children if child.dep_ in _PART_OF_NAME]
        last = max(head, *parts, key=_place) if parts else head
        longer = source[0], last.idx + len(last)
        if overlaps_any((source[1], longer[1]), taken):
            break
        source = longer
    return source


def _whole_content(draft: Draft, span: Span, drafts: list[Draft], doc: Doc, quotations: list[Quotation]) -> Span:
    hyphenated = _HYPHENATED.match(text_of(doc), span[1])
    span = (span[0], hyphenated.end()) if hyphenated else span
    head = _head_behind(doc, span, _LEADS_CLAUSE)
    if head is None:
        return span
    others = [part for other in drafts if other is not draft for part in _parts_of(other)]
    taken = _parts_of(draft, span)
    end = _end_of(_top(head, span, taken), head)
    is_free = not any(span[1] <= start < end for start, _ in (*taken, *others))
    is_quoted_alike = is_within(span, quotations) == is_within((span[0], end), quotations)
    return tidy_content(text_of(doc), (span[0], end), quotations) if is_free and is_quoted_alike else span


def _head_behind(doc: Doc, span: Span, relations: frozenset[str]) -> Token | None:
    """Return the word behind a span that its last word leads up to, in the same clause."""
    words = doc.char_span(*span, alignment_mode="expand")
    if not words or text_of(doc)[span[1] : span[1] + 1] not in _GOES_ON:
        return None
    last = words[-1]
    is_led = last.dep_ in relations and last.head.i > last.i and last.head.sent == last.sent
    between = doc[last.i + 1 : last.head.i] if is_led else ()
    return last.head if is_led and not any(word.text in _CLOSING for word in between) else None


def _top(word: Token, span: Span, taken: list[Span]) -> Token:
    """Return the highest word above one that is part of the same content."""
    while word.head.i != word.i and word.head.idx >= span[0] and not overlaps_any(_span(word.head), taken):
        word = word.head
    return word


def _end_of(top: Token, head: Token) -> int:
    """Return where what the highest word governs ends: before a dash, colon or line break behind the head."""
    last = top.doc[top.right_edge.i]
    stop = next((word for word in top.doc[head.i + 1 : last.i + 1] if word.text in _CLOSING or word.is_space), None)
    last = stop.nbor(-1) if stop is not None else last
    while last.is_punct and last.i > head.i:
        last = last.nbor(-1)
    return last.idx + len(last)


def _parts_of(draft: Draft, *without: Span) -> list[Span]:
    parts = [*draft.content, *(part for part in (draft.source, draft.cue_span) if part)]
    return [part for part in parts if part not in without]


def _span(word: Token) -> Span:
    return word.idx, word.idx + len(word)


def _place(word: Token) -> int:
    return word.i
