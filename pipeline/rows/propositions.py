"""What a claim says of whom, and when: subject, predicate and object, and the days of the event.

The parts are read off the dependency parse (Universal Dependencies), the days off the claim's time expressions.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from operator import attrgetter

from spacy.tokens import Doc, Token

from pipeline.language.columns import heads_of
from pipeline.records import Article, Claim, Mention
from pipeline.rows.numbers import numbers_of
from pipeline.rows.strength import checkworthiness_of, factuality_of
from pipeline.rows.text import Span, text_of
from pipeline.rows.times import TimeExpression, find_times, span_of

SUBJECTS = frozenset(("nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"))
AUXILIARIES = frozenset(("aux", "aux:pass", "cop"))
FINITE = frozenset(("VBD", "VBP", "VBZ", "MD"))  # tags
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
_OBJECTS = ("obj", "ccomp", "xcomp", "obl:agent", "obl", "iobj")  # the first that is there is the object
_VERBAL = frozenset(("VERB", "AUX", "ADJ", "NOUN", "PROPN", "PRON", "NUM"))
_WITH_PREDICATE = AUXILIARIES | {"compound:prt"}
_NOMINAL = frozenset(("NOUN", "PROPN", "PRON", "NUM"))
_IN_PHRASE = frozenset(("NOUN", "PROPN", "NUM", "ADJ", "PART"))
_MISLABELLED = frozenset(("mark", "obj", "obl", "nmod", "dep", "iobj"))
_RELATIVE = frozenset("that which who whom what whatever".split())
_NOMINATIVE = frozenset("i he she it we they you".split())
_ARTICLES = frozenset(("DT", "PRP$"))  # tags
_NOT_PART = frozenset(("punct", "dep"))
_LONGEST_MENTION = 200  # characters


@dataclass(frozen=True, slots=True)
class Proposition:
    """Who or what does or is what; all spans are of characters."""

    subject: Span | None
    subject_head: int | None  # first character of the subject's head
    predicate: str | None  # the verb with its auxiliaries and negation, as printed
    object: Span | None
    object_head: int | None


NOTHING = Proposition(None, None, None, None, None)


def describe_claims(
    claims: Iterable[Claim], times: Sequence[TimeExpression], doc: Doc, mentions: Iterable[Mention]
) -> tuple[Claim, ...]:
    """Return claims with subject, predicate, object and their entities, factuality, check-worthiness and event days.

    :param times: the article's time expressions: :func:`times_of`.
    :param doc: the article's annotation.
    :param mentions: the article's, with their entities.
    """
    body = text_of(doc)
    resolved = sorted((mention for mention in mentions if mention.entity_id), key=attrgetter("end_char"))
    return tuple(_described(claim, body, doc, times, resolved) for claim in claims)


def times_of(article: Article) -> list[TimeExpression]:
    """Return the time expressions of an article's body; none where the day of publication is not known."""
    published = day_of(article)
    return find_times(article.body, published=published) if published else []


def day_of(article: Article) -> date | None:
    """Return the day of publication where the article was published: in the zone that it gives."""
    if article.published_at is None:
        return None
    zone = datetime.strptime(article.published_at_zone, "%z").tzinfo if article.published_at_zone else UTC
    return article.published_at.astimezone(zone).date()


def _described(claim: Claim, body: str, doc: Doc, times: Sequence, mentions: Sequence[Mention]) -> Claim:
    span = claim.start_char, claim.end_char
    found = find_proposition(doc, span)
    first = bisect_left(times, span[0], key=attrgetter("start"))
    last = bisect_left(times, span[1], key=attrgetter("start"))
    days = span_of(times[first:last], body)
    return replace(
        claim,
        subject=body[slice(*found.subject)] if found.subject else None,
        predicate=found.predicate,
        object=body[slice(*found.object)] if found.object else None,
        subject_entity_id=_entity_at(found.subject_head, mentions),
        object_entity_id=_entity_at(found.object_head, mentions),
        factuality=factuality_of(find_root(doc, span), claim.stance),
        checkworthiness=checkworthiness_of(doc, span),
        numbers=numbers_of(doc, *span),
        event_start=days[0] if days else None,
        event_end=days[1] if days else None,
    )


def _entity_at(place: int | None, mentions: Sequence[Mention]) -> str | None:
    """Return the entity of the shortest mention that covers a place.

    :param mentions: in the order of their ends.
    """
    if place is None:
        return None
    covering = []
    for mention in mentions[bisect_left(mentions, place + 1, key=attrgetter("end_char")) :]:
        if mention.end_char > place + _LONGEST_MENTION:
            break
        if mention.start_char <= place:
            covering.append(mention)
    return min(covering, key=lambda mention: mention.end_char - mention.start_char).entity_id if covering else None


def find_proposition(doc: Doc, span: Span) -> Proposition:
    """Return the proposition of a claim: that of the highest clause inside it.

    :param doc: with ``token.dep_``, ``token.head`` and ``token.pos_``.
    :param span: the claim's characters.
    """
    root = find_root(doc, span)
    if root is None:
        return NOTHING
    claim = doc.char_span(*span, alignment_mode="expand")
    inside = [child for child in root.children if claim.start <= child.i < claim.end]
    subject = next((child for child in inside if child.dep_ in SUBJECTS), None)
    subject = subject or _before_verb(root, inside, claim.start)
    is_copular = any(child.dep_ == "cop" for child in inside)
    others = [child for child in inside if child != subject]
    complement = root if is_copular else _first_of(others, _OBJECTS)
    return Proposition(
        *_subject_phrase(subject, root, span),
        _predicate(root, inside, is_copular),
        *_phrase(complement, span, without=inside if is_copular else ()),
    )


def _before_verb(root: Token, inside: Sequence[Token], start: int) -> Token | None:
    """Return the noun phrase or pronoun before a finite verb that the parse gives no subject: parsers mislabel some."""
    first = first_word_of(root)
    is_finite = first.tag_ in FINITE or root.tag_ in FINITE
    if not is_finite or any(child.dep_.startswith("expl") for child in inside):
        return None
    nouns = [
        child for child in inside
        if child.i < first.i and child.dep_ in _MISLABELLED and child.pos_ in _NOMINAL and _is_bare(child)
    ]
    if nouns:
        return nouns[-1] if nouns[-1].lower_ not in _RELATIVE else None
    before = first
    while before.i > start and (before == first or before.pos_ == "ADV"):
        before = before.nbor(-1)
    is_pronoun = before != first and before.tag_ == "PRP" and before.lower_ in _NOMINATIVE
    return before if is_pronoun and not before.dep_.startswith("expl") else None


def _is_bare(noun: Token) -> bool:
    """Whether a noun phrase begins with no preposition, and is no clause."""
    has_preposition = any(word.dep_ == "case" for word in noun.subtree if word.i < noun.i)
    return not has_preposition and not has_child(noun, "cop")


def _subject_phrase(subject: Token | None, root: Token, span: Span) -> tuple[Span | None, int | None]:
    """Return the characters of a subject and the place of its head, with the nouns that the parse leaves outside.

    It may take "the" or "Lee’s" alone for the subject of "Lee’s firing of her aide was right".
    """
    found, place = _phrase(subject, span, without=())
    if found is None or subject.i > root.i or subject.dep_.startswith("csubj"):
        return found, place
    words = root.doc.char_span(*found)
    if words is None:
        return found, place
    stop, limit = words.end, min(first_word_of(root).i, root.i)
    last = root.doc[stop - 1]
    while stop < limit and (_is_modifying(last) or _is_modifying(root.doc[stop], joins=True)):
        if root.doc[stop].pos_ not in _IN_PHRASE and not _is_hyphen(root.doc[stop]):
            break
        last = root.doc[stop]
        stop += 1
    while stop < limit and stop > words.end and root.doc[stop].pos_ in ("NOUN", "PROPN"):
        last = root.doc[stop]
        stop += 1
    is_longer = stop > words.end and last.pos_ in _NOMINAL
    return ((found[0], last.idx + len(last)), last.idx) if is_longer else (found, place)


def _phrase(head: Token | None, span: Span, *, without: Iterable[Token]) -> tuple[Span | None, int | None]:
    """Return the characters of a noun phrase or clause, with its article, and the place of its head."""
    found = _span_of(head, span, without=without) if head is not None else None
    if found is None:
        return None, None if head is None else head.idx
    words = head.doc.char_span(*found, alignment_mode="expand")
    before = words.start - 1
    is_article = before >= 0 and head.doc[before].tag_ in _ARTICLES and head.doc[before].idx >= span[0]
    is_noun = words[0].pos_ in ("NOUN", "PROPN", "ADJ", "NUM")
    return (head.doc[before].idx if is_article and is_noun else found[0], found[1]), head.idx


def _is_modifying(word: Token, *, joins: bool = False) -> bool:
    """Whether a noun has to follow a word; with ``joins``, whether the word joins a noun to the one before."""
    is_joint = word.tag_ == "POS" or _is_hyphen(word)
    return is_joint or (not joins and (word.tag_ in _ARTICLES or word.pos_ == "ADJ"))


def _is_hyphen(word: Token) -> bool:
    return word.text == "-" and not word.whitespace_


@lru_cache(maxsize=256)  # asked for again and again while the claims of an article are made
def find_root(doc: Doc, span: Span) -> Token | None:
    """Return the highest word of a claim that can be a predicate: its head lies outside, or it is the sentence's root.

    ``None`` where there is none, or no parse.
    """
    claim = doc.char_span(*span, alignment_mode="expand")
    if claim is None or not doc.has_annotation("DEP"):
        return None
    start, end, heads = claim.start, claim.end, _heads_of(doc)
    highest = (doc[word] for word in range(start, end) if not start <= heads[word] < end or heads[word] == word)
    tops = [token for token in highest if token.pos_ in _VERBAL and token.dep_ not in _NOT_PART]
    if len(tops) < 2:
        return tops[0] if tops else None
    return max(tops, key=lambda token: (has_subject(token), token.pos_ in ("VERB", "AUX"), -token.i))


@lru_cache(maxsize=1)
def _heads_of(doc: Doc) -> list[int]:
    return heads_of(doc).tolist()


def has_subject(token: Token) -> bool:
    """Whether a word has a subject of its own."""
    return any(child.dep_ in SUBJECTS for child in token.children)


def has_child(token: Token, relation: str) -> bool:
    """Whether a word has a child of a relation."""
    return any(child.dep_ == relation for child in token.children)


def is_predicate(token: Token) -> bool:
    """Whether a word is a verb, or a complement with a copula."""
    return token.tag_.startswith("VB") or has_child(token, "cop")


def auxiliaries_before(verb: Token) -> list[Token]:
    """Return the auxiliaries, and the copula, before a verb or a complement, in order."""
    return [child for child in verb.lefts if child.dep_ in AUXILIARIES]


def first_word_of(verb: Token) -> Token:
    """Return the first of a verb and the auxiliaries before it: "has" of "has been told"."""
    return next(iter(auxiliaries_before(verb)), verb)


def _first_of(children: list[Token], relations: tuple[str, ...]) -> Token | None:
    ranked = [child for child in children if child.dep_ in relations]
    return min(ranked, key=lambda child: (relations.index(child.dep_), child.i), default=None)


def _predicate(root: Token, inside: list[Token], is_copular: bool) -> str | None:
    if not is_copular and root.pos_ not in ("VERB", "AUX"):
        return None
    words = [] if is_copular else [root]
    words += [child for child in inside if child.dep_ in _WITH_PREDICATE or child.lower_ in NEGATIONS]
    words.sort(key=lambda token: token.i)
    return "".join(
        word.text + (" " if word.whitespace_ or (following is not None and following.i > word.i + 1) else "")
        for word, following in zip(words, [*words[1:], None], strict=True)
    ).strip()


def subtree_span(head: Token) -> Span:
    """Return the characters around a head that its subtree covers without a gap, without marks at its ends."""
    return _span_of(head, (0, len(text_of(head.doc))), without=()) or (head.idx, head.idx + len(head))


def _span_of(head: Token, claim: Span, *, without) -> Span | None:
    """Return the characters around a head that its subtree covers without a gap, inside the claim.

    :param without: children whose subtrees may be left out.
    """
    left_out = {token.i for child in without for token in child.subtree if _is_apart(child)}
    kept = {
        token.i
        for token in head.subtree
        if token.i not in left_out and claim[0] <= token.idx and token.idx + len(token) <= claim[1]
    }
    first = last = head.i
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    tokens = list(head.doc[first : last + 1])
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens.pop()
    while tokens and (tokens[0].is_punct or tokens[0].is_space or _is_joint(tokens[0], head)):
        tokens.pop(0)
    return (tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else None


def _is_joint(word: Token, head: Token) -> bool:
    return word.dep_ == "mark" and word.i != head.i


def _is_apart(child: Token) -> bool:
    """Whether a child of a copular predicate is no part of what is said of the subject."""
    return child.dep_ in SUBJECTS | _WITH_PREDICATE | {"mark", "cc", "advcl", "parataxis", "punct"} or (
        child.lower_ in NEGATIONS
    )
