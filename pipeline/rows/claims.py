"""Claims: the propositions in each quote's content, with who stands behind them and how."""

import re

from spacy.tokens import Doc, Token

from pipeline.ids import stable_id
from pipeline.link import claim_group_id
from pipeline.records import Claim
from pipeline.rows.clauses import coordinated, merged, sentences_of
from pipeline.rows.lexicon import words_of
from pipeline.rows.marks import CLOSING, OPENING, STRAIGHT
from pipeline.rows.own_voice import own_clauses
from pipeline.rows.propositions import FINITE, NEGATIONS, SUBJECTS, find_root
from pipeline.rows.quotes import Draft
from pipeline.rows.sources import UNKNOWN
from pipeline.rows.stances import (
    DENIAL,
    own_stance,
    stance_of,
    tells,
    told_clause,
    without_comparison,
    without_verdict,
)
from pipeline.rows.text import ArticleText, Span, text_of

_RESPONDING = ("say", "deny")  # classes of cues that deny what somebody else has said
_SPOKEN_OF = words_of("cues", "spoken_of", "cues")
_EDGES = " \t\r\n\u00a0,;:.!?…—–-()[]"
# Before a verb it is the pronoun: "That is false".
_LEADING_THAT = re.compile(
    r"(?:(?:is|was)\s+(?=that\s))?that\b(?![’'])\s*(?!(?-i:is|was|has|had|would|will|could|can|may|might|should|must|does|did|doesn|didn|isn|wasn|never"
    r"|means|makes)\b)(?=\S)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:(?<!for )not(?!\s+(?:only|just|least|to)\b)|cannot|never|nobody|nothing|none|neither|nor|nowhere)\b|n[’']t\b"
    r"|(?<!for )(?<!with )\bno\b(?!\.\s*\d|\s+\d|\s+(?:doubt|matter)\b|\s*,|\W*$)",
    re.IGNORECASE,
)
_NEGATIVE = NEGATIONS | {"cannot", "nobody", "nothing", "none", "neither", "nor", "nowhere"}
_NOT_QUITE = frozenset(("only", "just", "least"))
_ARGUMENTS = SUBJECTS | {"obj", "xcomp", "ccomp"}
_SENTENCE_END = re.compile(r"(?<=[.?!])[”\"’)]*\s+(?=[“\"‘A-Z])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")


def make_claims(
    article_id: str, drafts: list[Draft], text: ArticleText, sentence_ids: list[str], doc: Doc
) -> tuple[Claim, ...]:
    """Return the claims of each quote whose content holds words, and the article's own, in the order of the text.

    :param doc: read for its dependency parse; without one each quote makes one claim.
    """
    claims = []
    denier: Draft | None = None
    for draft in sorted(drafts, key=lambda draft: (draft.place, draft.span)):
        spans = [] if _is_spoken_of(draft, doc) else claim_spans(text, draft.content, doc)
        for span in spans:
            content = draft.content if len(spans) == 1 else [span]
            stance = stance_of(draft, content, doc)
            if denier and stance == "asserts" and _goes_on(denier, draft, text) and negates(doc, span):
                stance = "denies"
            denier = draft if stance == "denies" and draft.cue.cue_class in _RESPONDING else None
            if draft.cue.cue_class == "deny" and not tells(doc, span):
                bare = _tidied(text.body, without_comparison(doc, span))
                span = bare if bare[0] < bare[1] else span
            claims.append(_claim(article_id, draft, span, stance, text, sentence_ids, doc))
    for clause in own_clauses(text, doc, drafts):
        span = _tidied(text.body, clause)
        claims.append(_claim(article_id, None, span, own_stance(text.body[slice(*span)]), text, sentence_ids, doc))
    return tuple(sorted(claims, key=lambda claim: (claim.start_char, claim.end_char, claim.claim_id)))


def _is_spoken_of(draft: Draft, doc: Doc) -> bool:
    """Whether a quote only tells what is spoken of: "Lee, referring to the report"."""
    lemma = (draft.cue.lemma or "").split(" ")[0]
    return lemma in _SPOKEN_OF and draft.kind == "indirect" and not any(tells(doc, span) for span in draft.content)


def _goes_on(denier: Draft, draft: Draft, text: ArticleText) -> bool:
    """Whether somebody who has just denied something speaks on: in the same paragraph or the next."""
    one, two = denier.speaker, draft.speaker
    is_same = one.entity is two.entity if one.entity else one == two and one.is_anonymous
    return is_same and text.paragraph_at(draft.place) - text.paragraph_at(denier.place) <= 1


def claim_spans(text: ArticleText, content: list[Span], doc: Doc) -> list[Span]:
    """Return a content's claims: its sentences and coordinated clauses that have a predicate, or deny.

    Where none has one, or where there is no parse, the content makes one claim: :func:`claim_span`.
    """
    body = text.body
    if not doc.has_annotation("DEP"):
        return _unless_empty(claim_span(body, content))
    parts = [part for fragment in merged(body, content) for part in sentences_of(text, fragment)]
    parts = [span for span in (_tidied(body, part) for part in parts) if span[0] < span[1]]
    parts = [_tidied(body, told_clause(doc, part) or without_verdict(doc, part)) for part in parts]
    telling = [
        span
        for span in parts
        if tells(doc, span) or DENIAL.match(body[slice(*span)]) or _is_sentence(text, span, doc)
    ]
    if not telling:
        return _unless_empty(claim_span(body, content))
    clauses = (_tidied(body, clause) for span in telling for clause in coordinated(doc, span))
    return [span for span in dict.fromkeys(clauses) if span[0] < span[1]]


def _is_sentence(text: ArticleText, span: Span, doc: Doc) -> bool:
    """Whether a part is a whole sentence with a finite verb, whatever the parse makes of it."""
    start, end = text.sentence_around(span[0])
    is_whole = span[0] - start <= 1 and end - span[1] <= 2 and text.body[end - 2 : end].rstrip("”\"’").endswith(".")
    return is_whole and any(word.tag_ in FINITE for word in doc.char_span(*span, alignment_mode="expand"))


def _unless_empty(span: Span) -> list[Span]:
    return [span] if span[0] < span[1] else []


def claim_span(body: str, content: list[Span]) -> Span:
    """Return the claim of a content that makes but one: one stretch of text.

    Fragments with only marks between them are one; of others the one that denies, else the longest, is taken.
    """
    fragments = merged(body, content)
    return _tidied(body, max(fragments, key=lambda span: (bool(DENIAL.match(body[slice(*span)])), span[1] - span[0])))


def _tidied(body: str, span: Span) -> Span:
    """Return a span without leading "that", outer quotation marks and punctuation."""
    start, end = _stripped(body, *span)
    that = _LEADING_THAT.match(body, start, end)
    return _stripped(body, that.end(), end) if that else (start, end)


def _stripped(body: str, start: int, end: int) -> Span:
    """Take punctuation and marks off both ends; a mark stays where its partner is inside."""
    while start < end:
        inner = body[start + 1 : end - 1]
        first, last = body[start], body[end - 1]
        if first in _EDGES and not (first in "-$" and body[start + 1 : start + 2].isdigit()):
            start += 1
        elif last in _EDGES and not (last == ")" and "(" in inner) and not _ends_abbreviation(body, start, end):
            end -= 1
        elif first in OPENING + STRAIGHT + CLOSING + "‘'" and not _has_partner(first, inner):
            start += 1
        elif last in CLOSING + STRAIGHT + OPENING + "’'" and not _has_partner(last, inner):
            end -= 1
        else:
            break
    return start, end


def _has_partner(mark: str, inner: str) -> bool:
    if mark in "‘'’":
        return mark in "’'" and "‘" in inner
    partners = STRAIGHT if mark in STRAIGHT else CLOSING + OPENING
    return sum(inner.count(partner) for partner in partners) % 2 == 1


def _ends_abbreviation(body: str, start: int, end: int) -> bool:
    return re.search(r"\b(?:[A-Z]\.){2,}$", body[max(start, end - 8) : end]) is not None


def _claim(
    article_id: str, draft: Draft | None, span: Span, stance: str, text: ArticleText, sentence_ids: list[str], doc: Doc
) -> Claim:
    """Return a claim of a quote's, or of the article's own voice where there is no quote."""
    speaker = draft.speaker if draft else UNKNOWN
    quote_id = draft.quote_id if draft else None
    words = text.body[slice(*span)]
    sentence = text.sentence_at(span[0])
    return Claim(
        claim_id=stable_id("claim", article_id, quote_id or "", *span),
        article_id=article_id,
        quote_id=quote_id,
        sentence_id=None if sentence is None else sentence_ids[sentence],
        text=words,
        start_char=span[0],
        end_char=span[1],
        subject=None,
        predicate=None,
        object=None,
        subject_entity_id=None,
        object_entity_id=None,
        claimant_entity_id=speaker.entity.entity_id if speaker.entity else None,
        claimant_name=speaker.name,
        stance=stance,
        is_negated=negates(doc, span),
        factuality=None,
        checkworthiness=None,
        event_start=None,
        event_end=None,
        claim_group_id=claim_group_id(words, article_id=article_id),
        embedding=None,
    )


def negates(doc: Doc, span: Span) -> bool:
    """Whether a claim's predicate, or its subject, object or other complement, is negative.

    "There is no such plan", "nobody came" and "it is no longer open" are. What is negated below the main clause ("was
    fined for not paying"), and "not only", say nothing of the claim itself. Without a parse, the words decide:
    :func:`is_negated`.
    """
    root = find_root(doc, span)
    if root is None:
        return is_negated(text_of(doc)[slice(*span)])
    inside = [child for child in root.children if span[0] <= child.idx < span[1]]
    arguments = [child for child in inside if child.dep_ in _ARGUMENTS]
    words = [root, *inside, *(word for argument in arguments for word in argument.children if word.dep_ == "det")]
    return any(_is_negative(word) for word in words)


def _is_negative(word: Token) -> bool:
    following = word.nbor().lower_ if word.i + 1 < len(word.doc) else ""
    if word.lower_ in _NEGATIVE:
        return following not in _NOT_QUITE
    return word.lower_ == "no" and word.dep_ in ("det", "advmod") and following not in ("doubt", "matter")


def is_negated(text: str) -> bool:
    """Whether a claim's first sentence is put in the negative: "there is no such plan", "they never met".

    Words quoted within it, "not only", "for not paying" and "No. 1" say nothing of the claim itself.
    """
    first = _SENTENCE_END.split(text.strip(), maxsplit=1)[0]
    return _NEGATION.search(_QUOTED.sub(" ", first)) is not None
