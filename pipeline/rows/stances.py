"""Stances: what a source does with the words of a claim, one of :data:`pipeline.rows.cues.STANCES`.

The cue's class decides, and the content where it changes what the cue means: "asked him to leave" urges, "There is no
such fact" denies, whatever verb it is said with, and who rejects a plan opposes it, where who rejects a report denies.
"""

import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipeline.rows.clauses import is_clause
from pipeline.rows.cues import Cue
from pipeline.rows.lexicon import words_of
from pipeline.rows.propositions import AUXILIARIES, SUBJECTS, find_root, has_subject, is_predicate
from pipeline.rows.quotes import Draft
from pipeline.rows.text import Span, text_of

REPORTS = words_of("cues", "denied", "reports")
_TELLERS = REPORTS | words_of("cues", "denied", "documents")
_ACTIONS = words_of("cues", "denied", "actions")
_DENYING = frozenset(word.replace("-", " ") for word in words_of("cues", "denied", "denying"))
_GAINSAYING = frozenset(("contradict", "discredit", "negate"))  # a person, an advice: who does is against it
_DOUBTING = words_of("cues", "denied", "doubting")
_EXPECTING = words_of("cues", "denied", "expecting")
_LOOK_BACK = 12
_FARTHEST = 40  # characters from "nobody" to the cue
_NEVER = re.compile(r"\bnever\b", re.IGNORECASE)
_BY_NOBODY = re.compile(
    r"\b(?:(?:nobody|no[ -]one)(?: [\w’'-]+){0,6}"
    r"|nor (?:do|did|does|has|have|had|would|could|can|will)(?: [\w’'.-]+){1,3}) $",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:did(?:n[’']t)?|never|had(?:n[’']t)?)\b", re.IGNORECASE)
_FALSE = (
    r"(?:(?:completely|totally|entirely|simply|just|absolutely|categorically|utterly|all|patently|plainly|100%)\s+)?"
    r"(?:false|untrue|wrong|a lie|lies|fake(?: news)?|baseless|unfounded|groundless|nonsense|fabricated|a fabrication"
    r"|an invention|fiction|a hoax|incorrect|inaccurate|made up|not true|not correct|not accurate|not the case"
    r"|not so|not what happened)\b"
)
_OF_WHAT_IS_SAID = (
    r"(?:report|claim|allegation|accusation|charge|story|rumou?r|suggestion|assertion|statement|account|article"
    r"|insinuation|narrative)"
)
DENIAL = re.compile(
    r"^\W*(?:well,?\s+|no,\s+)?(?:"
    r"there (?:is|was|has been|were|are) (?:absolutely )?no(?:t any)? (?:such|truth|basis|evidence)\b|no such\b"
    r"|nothing of the (?:sort|kind)\b"
    rf"|(?:that|this|it|these|those|all of (?:it|this|that))(?:\s+(?:is|was|are|were)|[’']s|[’']re)\s+{_FALSE}"
    r"|they(?:\s+(?:are|were)|[’']re)\s+(?:all\s+)?(?:lies|false|untrue|baseless|unfounded|fabricated|not true)\b"
    r"|(?:that|this|it) (?:isn[’']t|wasn[’']t|is not|was not) (?:true|correct|accurate|the case|so|what happened)\b"
    r"|(?:that|this|it) (?:never happened|did not happen|didn[’']t happen|has never happened)\b"
    r"|(?:false|untrue|fake news|not true|a (?:complete |total )?lie|nonsense)(?=\W*$|[.,;:!?—–]|\s[-—–])"
    r"|i (?:deny|did not do|didn[’']t do|never did|never said|did not say|didn[’']t say)\b"
    rf"|(?:that\s+)?(?:the|these|those|such|any|his|her|their|its|all)\s+(?:[\w’'-]+\s+){{0,3}}?"
    rf"{_OF_WHAT_IS_SAID}s?\s+(?:is|was|are|were|had been)\s+{_FALSE}"
    r")",
    re.IGNORECASE,
)
_DISMISSED_AS = re.compile(rf",?\s+as\s+[“\"‘']?(?:[\w-]+\s+){{0,2}}?{_FALSE}", re.IGNORECASE)
_CALLED = re.compile(
    rf"^\W*(?:it|that|this|them|(?:the|these|those|such|any|all)\s+(?:[\w’'-]+\s+){{0,3}}?{_OF_WHAT_IS_SAID}s?)\s+"
    rf"[“\"‘']?{_FALSE}",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:who|what|when|where|why|which|whose|how|if|whether|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^\W*whether\b", re.IGNORECASE)
_TO_DO = re.compile(r"^\W*(?:not\s+)?to\s+\w", re.IGNORECASE)
_SHOULD = re.compile(
    r"^\W*(?:that\s+)?(?P<who>(?:[\w’'.-]+\s+){1,4}?)(?:should|must|ought to|needs? to|has to|have to)\s+(?!have\b"
    r"|be (?:able|ashamed)\b)",
    re.IGNORECASE,
)
_HAS_TO = re.compile(r"\b(?:needs?|has|have) to\b", re.IGNORECASE)
_LET_US = re.compile(r"^\W*(?:let[’']s|let us)\b", re.IGNORECASE)
_PLEASE = re.compile(r"^\W*please\b", re.IGNORECASE)
_ANAPHORS = frozenset(("it", "this", "that", "them", "these", "those"))
_HEADS = frozenset(("NOUN", "PROPN", "PRON", "VERB", "AUX", "ADJ"))
_FINITE = frozenset(("VBD", "VBN", "VBP", "VBZ", "MD"))
_TELLING = re.compile(
    r"\s+(?:(?P<verb>claiming|alleging|saying|suggesting|stating|asserting|indicating|showing|finding|implying)\s+(?:that\s+)?"
    r"|that\s+|(?=(?:he|she|it|they|we|there|his|her|its|their|the|an?)\b|[A-Z]))(?=\S)"
)
_WISHES = frozenset(("want", "desire", "seek"))  # "wants to leave" itself
_OPINIONS = frozenset(("agree", "accept"))  # of a class that confirms what its source has to know
_OURSELVES = frozenset(("we", "i"))
# What somebody is asked to do: "to leave", "for help", "Ms. Lee to leave", but not "Ms. Lee whether she left".
_REQUEST = re.compile(
    r"^\W*(?:(?:not\s+)?(?:to|for|that)\b|(?!.{0,60}\b(?:whether|if|why|how|what|when|where|who|about)\b)"
    r"(?:[A-Z][\w’'.-]*\s+){1,5}(?:not\s+)?[a-z]+)"
)
_AGAINST = re.compile(
    r"^\W*(?:against\b|not to\b|(?:[\w’'.-]+\s+){1,6}?(?:against\s+\w+ing|not\s+to)\b)", re.IGNORECASE
)


def stance_of(draft: Draft, content: list[Span], doc: Doc) -> str:
    """Return the source's stance to a claim.

    :param draft: the quote that makes it.
    :param content: the words that make it, one stretch of text or several.
    :param doc: read for its dependency parse; without one, no plan is told from a report.
    """
    body, cue = text_of(doc), draft.cue
    if not cue.is_negated and _is_said_by_nobody(draft, body):
        cue = replace(cue, is_negated=True)
    words, stance = " ".join(body[slice(*span)] for span in content), cue.stance
    root = head_of(doc, content[0])
    if cue.cue_class == "ask" and not cue.is_negated and cue.lemma == "ask":
        return "urges" if _REQUEST.match(words) and not words.rstrip("”\"’' ").endswith("?") else "questions"
    if cue.lemma in ("warn", "warning", "caution") and (_AGAINST.match(words) or _TO_DO.match(words)):
        return "urges"
    if cue.lemma in ("tell", "agree", "say") and _TO_DO.match(words) and stance in ("asserts", "confirms"):
        return "promises" if cue.lemma == "agree" else "urges"
    if cue.lemma in _OPINIONS and stance == "confirms":
        stance = "asserts"
    if cue.lemma in _WISHES and _TO_DO.match(words):
        return "opposes" if cue.is_negated else "proposes"
    if cue.lemma == "suggest" and root is not None and _is_bare(root) and has_subject(root):
        return "proposes"
    if stance == "denies":
        if cue.cue_class != "deny" and _precedes(draft, body, _NEVER):
            return "questions"  # "never thought that anybody would come" tells a surprise
        return _denying(cue, words, root, is_past=_precedes(draft, body, _PAST))
    if stance in ("asserts", "alleges") or (draft.kind == "direct" and stance in ("supports", "opposes")):
        ends = (content[-1], draft.content[-1])  # who asks and answers himself asserts
        if _ASKED.match(words) or (draft.kind == "direct" and all(_is_question(body, end) for end in ends)):
            return "questions"
        has_verb = root is not None and is_predicate(root)
        return _asserting(words, "alleges" if stance == "alleges" else "asserts", has_verb=has_verb)
    return stance


def head_of(doc: Doc, span: Span) -> Token | None:
    """Return the highest word above the first of a content: "plan" of "a plan that failed because he wants more"."""
    words = doc.char_span(*span, alignment_mode="expand")
    if words is None or not doc.has_annotation("DEP"):
        return None
    token = next((word for word in words if not (word.is_punct or word.is_space)), words[0])
    while token.head.i != token.i and words.start <= token.head.i < words.end:
        token = token.head
    return token if token.pos_ in _HEADS else find_root(doc, span)


def noun_of_what_is_said(doc: Doc, span: Span) -> str | None:
    """Return the noun or pronoun that a claim is: "report", "it"; ``None`` where it has a predicate, or says more."""
    root = head_of(doc, span)
    if root is None or is_predicate(root):
        return None
    if root.lower_ in _ANAPHORS:
        return root.lower_
    noun = root.lemma_.casefold()
    return noun if noun in REPORTS else None


def tells(doc: Doc, span: Span) -> bool:
    """Whether the words of a span have a predicate; "a report claiming", whose clause stands elsewhere, has none."""
    if not is_clause(doc, span):
        return False
    head = head_of(doc, span)
    return is_predicate(head) or head.lemma_.casefold() not in _TELLERS


def told_clause(doc: Doc, span: Span) -> Span | None:
    """Return what a noun phrase says that somebody says: of "a report claiming that it was sold", "it was sold".

    ``None`` where no such noun heads it, or no clause follows.
    """
    root = head_of(doc, span)
    if root is None or is_predicate(root) or root.lemma_.casefold() not in _TELLERS:
        return None
    telling = _TELLING.match(text_of(doc), root.idx + len(root), span[1])
    if telling is None:
        return None
    clause = telling.end(), span[1]
    verb = find_root(doc, clause)
    is_told = verb is not None and is_predicate(verb) and any(
        child.dep_ in SUBJECTS and child.idx >= clause[0] for child in verb.children
    )
    if telling["verb"] and not is_told:  # where the parse has "cases halved" for a noun
        words = doc.char_span(*clause, alignment_mode="expand")
        is_told = any(word.tag_ in _FINITE for word in words[1:])
    return without_verdict(doc, clause) if is_told else None


def without_verdict(doc: Doc, span: Span) -> Span:
    """Return a clause without what it is dismissed as: of "that it was sold as nonsense", "that it was sold"."""
    verdict = _DISMISSED_AS.search(text_of(doc), *span)
    if verdict is None or verdict.end() < span[1] - 2:
        return span
    root = head_of(doc, span)
    return (span[0], verdict.start()) if root is not None and is_predicate(root) and has_subject(root) else span


def without_comparison(doc: Doc, span: Span) -> Span:
    """Return a phrase without what somebody dismisses it as: of "the report as similar to others", "the report"."""
    words = doc.char_span(*span, alignment_mode="expand")
    for word in words or ():
        if word.tag_.startswith("VB"):
            break
        if word.lower_ == "as" and word.i > words.start:
            return span[0], word.idx
    return span


def own_stance(words: str) -> str:
    """Return the stance of an article to what it says itself, where what has to be done may be a mere fact."""
    return "asserts" if _HAS_TO.search(words) else _wanting(words) or "asserts"


def _asserting(words: str, stance: str, *, has_verb: bool) -> str:
    if DENIAL.match(words) or _CALLED.match(words) or (not has_verb and _DISMISSED_AS.search(words)):
        return "denies"
    return _wanting(words) or stance


def _wanting(words: str) -> str | None:
    """Return ``urges`` or ``proposes`` where words say what is to be done."""
    if _LET_US.match(words):
        return "proposes"
    if _PLEASE.match(words):
        return "urges"
    wanted = None if _QUESTION.match(words) else _SHOULD.match(words)
    if wanted is None:
        return None
    return "proposes" if _OURSELVES & set(wanted["who"].casefold().split()) else "urges"


def _is_bare(verb: Token) -> bool:
    """Whether a verb stands alone in its base form, as of what is to be done: "suggested that he wait"."""
    return verb.tag_ == "VB" and not any(child.dep_ in AUXILIARIES for child in verb.children)


def _precedes(draft: Draft, body: str, words: re.Pattern) -> bool:
    """Whether words such as "did not" or "never" stand in a cue or just before it."""
    if draft.cue_span is None:
        return False
    start, end = draft.cue_span
    return words.search(body, max(0, start - _LOOK_BACK), end) is not None


def _is_said_by_nobody(draft: Draft, body: str) -> bool:
    """Whether a cue's subject denies that it is said: "nobody claims", "nor did Lee suggest"."""
    start = draft.cue_span[0] if draft.cue_span else 0
    return draft.kind != "direct" and _BY_NOBODY.search(body, max(0, start - _FARTHEST), start) is not None


def _is_question(body: str, span: Span) -> bool:
    return body[span[0] : span[1] + 1].rstrip("”\"’'").endswith("?")


def _denying(cue: Cue, words: str, root: Token | None, *, is_past: bool) -> str:
    """Return the stance of a cue that denies what is true or false, and opposes what is to be done."""
    has_verb = root is None or (is_predicate(root) and (has_subject(root) or cue.cue_class == "deny"))
    if cue.cue_class != "deny":  # a negated belief: "does not think that"
        if cue.lemma in _DOUBTING or (cue.lemma in _EXPECTING and is_past):
            return "questions"
        return "denies" if has_verb or root.lemma_.casefold() in REPORTS else "questions"
    if has_verb:
        return "denies" if cue.lemma in _DENYING or root is None or has_subject(root) else "opposes"
    noun = root.lemma_.casefold()
    if noun in _ACTIONS:
        return "opposes"
    denies_things = cue.lemma in _DENYING and cue.lemma not in _GAINSAYING and root.pos_ != "PROPN"
    is_meant = (  # who rejects or dismisses "it" is most often against a plan
        noun in _ANAPHORS and cue.lemma in _DENYING and not any(child.dep_ == "acl:relcl" for child in root.children)
    )
    is_denied = denies_things or noun in REPORTS or is_meant or _DISMISSED_AS.search(words)
    return "denies" if is_denied else "opposes"
