"""Subjects that the words of a claim leave out: "to retract her remarks", asked of Japan, is Japan’s to do."""

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from pipeline.records import Quote
from pipeline.rows.clauses import is_whole
from pipeline.rows.propositions import (
    AUXILIARIES,
    NEGATIONS,
    SUBJECTS,
    find_root,
    first_word_of,
    has_child,
    is_predicate,
    subtree_span,
)
from pipeline.rows.text import Span

_BEFORE_VERB = AUXILIARIES | {"advmod", "mark", "case", "det", "punct"}
_RELATIVE = frozenset("who which that whom what it there".split())
_ADDRESSED = frozenset("on upon to with".split())  # "called on Japan to", "appealed to voters to"
# Classes of cues that may name who is to act, and whose source acts where nobody is named.
_OF_OTHERS = ("urge", "propose", "ask", "say", "believe", "predict", "allege", "report", "know")
_RAISING = ("seem", "appear")  # their subject is the subject of what follows
_OWN = ("promise", "decline", "predict", "feel", "deny", "confirm")
_OWN_LEMMAS = frozenset("want desire seek offer propose demand ask request press push claim".split())
_TIMES = ("DATE", "TIME")  # "on Monday called for"
_OBJECTS = ("obj", "iobj", "nsubj:pass")
_NON_FINITE = ("VB", "VBG")


@dataclass(frozen=True, slots=True)
class OmittedSubject:
    """Who acts, and the auxiliaries between the subject and the words of the claim."""

    span: Span | None  # None: it is the source
    verbs: str = ""


def find_omitted_subject(doc: Doc, span: Span, quote: Quote | None) -> OmittedSubject | None:
    """Return the subject that a claim leaves out, ``None`` where it has its own or none is known.

    :param doc: with a dependency parse; without one nothing is found.
    :param span: the claim's characters.
    :param quote: the one that makes it; ``None`` for what the article says itself.
    """
    root = find_root(doc, span)
    if root is None or not _is_first(root, span) or _subject_of(root, span, is_inside=True):
        return None
    own = _subject_of(root, span, is_inside=False)
    if own is not None and root.tag_ != "VBG":
        return _named(own, span, _verbs_between(root, own, span)) if own.idx < span[0] else None
    if root.dep_ == "conj":
        return _shared(root, span, quote)
    return _controller(root, span, quote) if _is_non_finite(root) else None


def _is_non_finite(verb: Token) -> bool:
    """Whether a verb, or the first of those before it, is an infinitive or a gerund: "to be told", "having told"."""
    return first_word_of(verb).tag_ in _NON_FINITE


def _subject_of(verb: Token, span: Span, *, is_inside: bool) -> Token | None:
    return next(
        (c for c in verb.children if c.dep_ in SUBJECTS and (span[0] <= c.idx < span[1]) == is_inside), None
    )


def _named(subject: Token, span: Span, verbs: str) -> OmittedSubject | None:
    """Return a subject by its words, all of which stand outside the claim."""
    if subject.lower_ in _RELATIVE:
        return None
    found = subtree_span(subject)
    return OmittedSubject(found, verbs) if found[1] <= span[0] or found[0] >= span[1] else None


def _verbs_between(root: Token, subject: Token, span: Span) -> str:
    """Return the auxiliaries and negations that stand between the subject and the claim."""
    between = [
        child.text
        for child in root.children
        if subject.idx < child.idx < span[0] and (child.dep_ in AUXILIARIES or child.lower_ in NEGATIONS)
    ]
    return " ".join(between)


def _shared(root: Token, span: Span, quote: Quote | None) -> OmittedSubject | None:
    """Return the subject of the verb that a claim's verb is coordinated with: "(he) resigned and left"."""
    first = root.head
    while first.dep_ == "conj":
        first = first.head
    verbs = "" if is_whole(root, first) else _shared_verbs(first)
    subject = next((child for child in first.children if child.dep_ in SUBJECTS), None)
    if subject is not None:
        return _named(subject, span, verbs)
    if _is_non_finite(first):
        found = _controller(first, span, quote)
        return found and OmittedSubject(found.span, verbs)
    return None


def _shared_verbs(first: Token) -> str:
    words = [child for child in first.children if child.dep_ in AUXILIARIES or child.lower_ == "to"]
    return " ".join(child.text for child in sorted(words, key=lambda child: child.i) if child.i < first.i)


def _is_first(root: Token, span: Span) -> bool:
    """Whether a claim begins with its verb: "to close", "would not close", "to quickly close"."""
    before = root.doc.char_span(span[0], root.idx + len(root), alignment_mode="expand")[:-1]
    if has_child(root, "cop"):  # "may be the best"
        is_verb_first = bool(before) and before[0].dep_ in AUXILIARIES | {"mark", "advmod"} and before[0].tag_ != "IN"
        return is_verb_first and all(root.is_ancestor(word) for word in before)
    return is_predicate(root) and all(word.head == root and word.dep_ in _BEFORE_VERB for word in before)


def _controller(verb: Token, span: Span, quote: Quote | None) -> OmittedSubject | None:
    """Return who is to do what a verb without a subject says: whom the cue addresses, else the source."""
    if quote is None or quote.cue_start_char is None:
        return None
    first = verb.doc.char_span(*span, alignment_mode="expand").start
    before = verb.doc[max(0, first - 1) : first]  # the word before the claim
    governor = next((word for word in (verb.head, *before) if _is_in_cue(word, quote)), None)
    if governor is None or governor.i == verb.i:
        return None
    if quote.cue_lemma in _RAISING:
        subject = next((child for child in governor.children if child.dep_ in SUBJECTS), None)
        return _named(subject, span, "") if subject is not None else None
    if quote.cue_class in _OF_OTHERS:
        addressed = _addressed(governor, verb)
        if addressed is not None:
            return _named(addressed, span, "")
    if quote.cue_class in _OWN or quote.cue_lemma in _OWN_LEMMAS:
        return OmittedSubject(None)
    return None


def _is_in_cue(word: Token, quote: Quote) -> bool:
    return quote.cue_start_char <= word.idx < (quote.cue_end_char or 0) and word.pos_ in ("VERB", "AUX", "NOUN", "ADJ")


def _addressed(governor: Token, verb: Token) -> Token | None:
    children = [child for child in governor.children if child.i < verb.i]
    found = [c for c in children if c.dep_ in _OBJECTS or (c.dep_ == "nsubj" and c.i > governor.i)]
    found += [
        c
        for c in children
        if c.dep_ == "obl" and c.ent_type_ not in _TIMES
        and any(g.dep_ == "case" and g.lower_ in _ADDRESSED for g in c.children)
    ]
    return found[0] if found else None
