"""What an article says in its own voice: the clauses that tell a fact, and that nobody else is given as the source of.

Left out are questions, requests, headings, fragments and repeated captions, what the article says of itself and of its
reader, and clauses that do no more than attribute: what their source says is a claim of that source.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable

from spacy.tokens import Doc, Token

from pipeline.rows.clauses import coordinated
from pipeline.rows.lexicon import read_lexicon
from pipeline.rows.marks import OPENING, STRAIGHT
from pipeline.rows.propositions import AUXILIARIES, FINITE, SUBJECTS, find_root, has_child, is_predicate
from pipeline.rows.quotes import Draft
from pipeline.rows.text import ArticleText, Span, trim

_CLOSED = re.compile(r"\.[”\"’')\]]*$")
_LINE_BREAK = re.compile(r"\n\s*\n|(?<=[^a-z,;])\n")
_DATELINE = re.compile(
    r"[A-Z][A-Z.,’'/ -]+(?:[A-Z][\w.’'-]+,? ?){0,3}(?:\([^)]{2,30}\) ?)?[—–-]{1,2} +|\([A-Z][\w ]{1,20}\) ?[—–-] *"
)
_FURNITURE = re.compile(
    r"\b(?:contributed (?:to|reporting)|all rights reserved|may not be (?:published|reproduced)"
    r"|this (?:story|article|post|report|column|copy|page|video|site) (?:has|was|is|may|will|first|originally|appeared)"
    r"|(?:read|click|sign up|subscribe) (?:more|here|now|for)|our (?:newsletter|journalism|readers|privacy|site)"
    r"|newsletter|cookies|follow (?:us|him|her) on|views expressed|file photo|photo(?:graph)? by|getty images)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:and|but)\s+(?!for\b)", re.IGNORECASE)
_LINK_AT_END = re.compile(r",?\s+(?:after|before|as|when|while|because|since|that|and|but|until|if|whether)\Z")
_SPEAKER_AND_READER = frozenset("i we you i’m i'm".split())
_SAYING = frozenset(read_lexicon("cues")["classes"]["say"]["words"].split())
_RELATIVE = frozenset("who which that whom whose what".split())
_HANGING = frozenset(("advcl", "parataxis", "acl", "acl:relcl", "conj", "dep", "ccomp", "xcomp", "obl"))
_SETTING_OFF = frozenset((",", ";", ":", "—", "–", "--"))
_FEWEST_WORDS, _MOST_WORDS = 3, 80
_MOST_QUOTED = 0.4  # of the characters of a clause
_MOST_TIMES = 2  # that an article says a clause; the captions of a gallery begin with the same one


def own_clauses(text: ArticleText, doc: Doc, drafts: Iterable[Draft]) -> list[Span]:
    """Return the clauses that tell a fact in the article's own voice, in order; none without a dependency parse.

    :param drafts: the article's quotes, those inside others as well.
    """
    if not doc.has_annotation("DEP"):
        return []
    said = _Said(drafts)
    clauses = [
        clause
        for sentence in text.sentences
        if _may_tell(text.body, sentence)
        for whole in coordinated(doc, _without_dateline(text.body, sentence))
        if (clause := _told(text.body, doc, whole, said)) is not None
    ]
    times = Counter(text.body[slice(*clause)] for clause in clauses)
    return [clause for clause in clauses if times[text.body[slice(*clause)]] <= _MOST_TIMES]


class _Said:
    """Where an article gives somebody else's words, and the cues that do so."""

    def __init__(self, drafts: Iterable[Draft]):
        drafts = list(drafts)
        contents = (span for draft in drafts for span in draft.content)
        self._contents = sorted(set(contents))
        self._cues = sorted({draft.cue_span for draft in drafts if draft.cue_span})
        self._longest = max((end - start for start, end in (*self._contents, *self._cues)), default=0)

    def is_said(self, token: Token) -> bool:
        """Whether a word is somebody else's, or a cue."""
        place = token.idx, token.idx + len(token)
        return bool(self._across(self._contents, place) or self._across(self._cues, place))

    def within(self, span: Span) -> bool:
        """Whether words of somebody else, or a cue, are inside a span."""
        return bool(self._across(self._contents, span) or self._across(self._cues, span))

    def share(self, span: Span) -> float:
        """Return how much of a span is somebody else's words."""
        inside = {
            place for start, end in self._across(self._contents, span)
            for place in range(max(start, span[0]), min(end, span[1]))
        }
        return len(inside) / (span[1] - span[0])

    def _across(self, spans: list[Span], span: Span) -> list[Span]:
        first = bisect_left(spans, (span[0] - self._longest, 0))
        last = bisect_left(spans, (span[1], 0))
        return [found for found in spans[first:last] if found[1] > span[0]]


def _may_tell(body: str, sentence: Span) -> bool:
    """Whether a sentence is one, and not a heading, a question, a list or the outlet's word on itself."""
    words = body[slice(*sentence)]
    return (
        _CLOSED.search(words) is not None
        and _FEWEST_WORDS <= words.count(" ") + 1 <= _MOST_WORDS
        and _LINE_BREAK.search(words) is None
        and _FURNITURE.search(words) is None
    )


def _without_dateline(body: str, sentence: Span) -> Span:
    dateline = _DATELINE.match(body, *sentence)
    return (dateline.end(), sentence[1]) if dateline else sentence


def _told(body: str, doc: Doc, clause: Span, said: _Said) -> Span | None:
    """Return what a clause tells, without the part at its end that quotes; ``None`` where it tells nothing itself."""
    root = find_root(doc, clause)
    if root is None or not _states(root, clause) or said.is_said(root):
        return None
    if said.within(clause):
        clause = _before_quoting(body, root, clause, said)
        if said.share(clause) > _MOST_QUOTED:
            return None
        if _ends_with_cue(doc, clause):
            return None
    link = _LINK.match(body, *clause)
    clause = (link.end(), clause[1]) if link else clause
    is_whole = body[clause[0]].isalnum() or body[clause[0]] in OPENING + STRAIGHT + "$£€("
    return clause if is_whole and body.count(" ", *clause) + 1 >= _FEWEST_WORDS else None


def _ends_with_cue(doc: Doc, clause: Span) -> bool:
    """Whether a clause goes no farther than to say that somebody says something: "the account goes on to state"."""
    words = [word for word in doc.char_span(*clause, alignment_mode="expand") or () if not word.is_punct]
    return bool(words) and words[-1].pos_ == "VERB" and words[-1].lemma_.casefold() in _SAYING


def _states(root: Token, clause: Span) -> bool:
    """Whether a verb is finite, and its subject neither the one who writes nor the one who reads.

    A verb that shares the subject of the one before it has it there.
    """
    if not is_predicate(root):
        return False
    subject = _subject(root)
    if subject is None or subject.lower_ in _RELATIVE | _SPEAKER_AND_READER:
        return False
    return _is_finite(root) or (not clause[0] <= subject.idx < clause[1] and _is_finite(root.head))


def _subject(verb: Token) -> Token | None:
    while True:
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if subject is not None or verb.dep_ != "conj" or verb.head.i == verb.i:
            return subject
        verb = verb.head


def _is_finite(verb: Token) -> bool:
    if verb.tag_ in FINITE or (verb.tag_ == "VBN" and has_child(verb, "nsubj")):
        return True  # taggers take the past for the participle: "Rates increased"
    return any(child.tag_ in FINITE and child.dep_ in AUXILIARIES for child in verb.children)


def _before_quoting(body: str, root: Token, clause: Span, said: _Said) -> Span:
    """Return a clause up to the part in which somebody is quoted: "resigned, saying ...", "fell when she said ..."."""
    for child in root.children:
        if child.i < root.i or child.dep_ not in _HANGING:
            continue
        first = root.doc[child.left_edge.i]
        last = root.doc[child.right_edge.i]
        is_set_off = not {first.text, root.doc[max(0, first.i - 1)].text}.isdisjoint(_SETTING_OFF)
        part = first.idx, min(last.idx + len(last), clause[1])
        if (is_set_off or child.dep_ == "advcl") and first.idx > root.idx and said.within(part):
            start, end = trim(body, clause[0], first.idx, " \t\r\n\u00a0,;:—–-")
            link = _LINK_AT_END.search(body, start, end)
            return start, link.start() if link else end
    return clause
