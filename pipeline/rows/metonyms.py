"""Metonyms: places that stand for governments ("Beijing reacted sharply", "talks with Moscow", "the White House said").

A country or capital is its government where it speaks, decides or is addressed, a capital also beside nouns of
diplomacy; a seat of power is the government's name except where somebody is at it. Elsewhere the place is meant (after
Markert and Nissim, SemEval-2007 task 8, whose metonymic class is place-for-people).
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from spacy.tokens import Doc, Token

from pipeline.language.extensions import Attribution
from pipeline.link import name_key
from pipeline.rows.bodies import Body, government_of
from pipeline.rows.lexicon import read_lexicon, words_of
from pipeline.rows.places import country_of_adjective, country_of_capital, find_country
from pipeline.rows.text import text_of

_AGENT_VERBS = words_of("governments", "agent", "verbs")
_AGENT_ADJECTIVES = words_of("governments", "agent", "adjectives")
_ADDRESSED = words_of("governments", "agent", "addressed")
_NOUNS = words_of("governments", "agent", "nouns")
_WITH_NOUNS = words_of("governments", "agent", "with_nouns")
_SEATS = {
    name_key(name): code for code, names in read_lexicon("governments")["seats"].items() for name in names.split("|")
}
_AT = frozenset("at in inside outside into near around through across past behind to beside opposite off onto".split())
_AT_OBJECT = frozenset("leave enter visit tour storm reach win occupy take retake lose reclaim evacuate".split())
_HAPPENS = frozenset(
    "have see become grow remain stay host hold suffer experience need face get look feel benefit".split()
)
_SPEAKING = frozenset(("by", "according", "to"))
_OF_SOURCES = frozenset("nsubj nsubj:pass obl obl:agent appos conj root parataxis dislocated obj ccomp".split())
_SUBJECTS = frozenset(("nsubj", "nsubj:outer", "csubj"))
_STATES_BEHIND = re.compile(r",\s+[A-Z]")


def seat_of_power(text: str) -> str | None:
    """Return the code of the country whose government a name such as ``White House`` stands for."""
    return _SEATS.get(name_key(text))


@lru_cache(maxsize=20_000)
def may_be_metonym(text: str) -> bool:
    """Whether a name is that of a country, a capital or a seat of power."""
    return bool(seat_of_power(text) or country_of_capital(text) or find_country(text))


class Metonyms:
    """Which names of places stand for governments in one article.

    :param doc: read for tags and the dependency parse.
    :param attributions: the model's; a place that is a source speaks.
    :param names: the texts of the article's names: a capital needs its country beside it in the article.
    """

    def __init__(self, doc: Doc, attributions: Iterable[Attribution], names: Iterable[str]):
        self._doc, self._body = doc, text_of(doc)
        self._has_parse = doc.has_annotation("DEP")
        self._speaking = {span.root.i for attribution in attributions for span in attribution.source}
        codes = (country_of_adjective(text) or seat_of_power(text) for text in names)
        self._countries = {code for code in codes if code} | {"EU"}

    def government(self, start: int, end: int) -> Body | None:
        """Return the government that a name stands for; ``None`` where the place is meant, or it is no such name.

        :param start, end: where the name stands.
        """
        text = self._body[start:end]
        seat = seat_of_power(text)
        country = find_country(text)
        capital = country_of_capital(text) if not seat and not country else None
        code = seat or (country.code if country else capital)
        if code is None or not self._has_parse:
            return None
        span = self._doc.char_span(start, end, alignment_mode="expand")
        head = _first_conjunct(span.root)
        if capital and capital not in self._countries and not (self._speaks(head) or _does_in_clause(span.root)):
            return None
        if seat:
            return None if _is_at(head) else government_of(code)
        if capital and _STATES_BEHIND.match(self._body, end):
            return None
        return government_of(code) if self._acts(span.root, head, is_capital=bool(capital)) else None

    def _speaks(self, root: Token) -> bool:
        """Whether a name is the subject of what is said, as hardly a city alone is: "Lisbon has always said"."""
        return root.i in self._speaking and root.dep_ in _SUBJECTS and root.head.lemma_ in _AGENT_VERBS

    def _acts(self, root: Token, head: Token, *, is_capital: bool) -> bool:
        governor, relation = head.head, head.dep_
        prepositions = {child.lower_ for child in head.children if child.dep_ == "case"}
        if head.i == root.i and _is_modifier(root):
            return False
        if _is_affected(root):
            return True
        is_source = root.i in self._speaking and relation in _OF_SOURCES
        if is_source and prepositions <= _SPEAKING or not prepositions and _does_in_clause(root):
            return True
        if relation in _SUBJECTS:
            return _is_deed(governor) or is_capital and _is_resolved(governor)
        if relation == "obl:agent":
            return governor.lemma_ in _AGENT_VERBS
        if relation in ("obj", "iobj"):
            return governor.lemma_ in _ADDRESSED and _is_animate_object(governor, head)
        if relation == "obl" and prepositions == {"on"} and governor.lemma_ == "call":
            return True
        if not is_capital:
            return False
        if _possesses(root):
            return True
        if relation == "nmod:poss":
            return governor.lemma_.casefold() in _NOUNS
        if relation in ("nmod", "obl") and prepositions & _WITH_NOUNS and "in" not in prepositions:
            if prepositions & {"with", "between", "against"}:
                return True
            return (governor if relation == "nmod" else _noun_before(head)).lemma_ in _NOUNS
        return False


def _is_affected(root: Token) -> bool:
    """Whether the word before a name is a participle with an object that feels it: "infuriating Beijing"."""
    before = root.nbor(-1) if root.i else root
    stem = before.lower_.removesuffix("ing")
    return stem != before.lower_ and not _ADDRESSED.isdisjoint((stem, f"{stem}e"))


def _possesses(root: Token) -> bool:
    """Whether what a name possesses is something that only a government has: "Tokyo’s new stance"."""
    behind = root.doc[root.i + 1 : root.i + 5]
    noun = next((word for word in behind[1:] if word.pos_ == "NOUN"), None) if len(behind) else None
    return noun is not None and behind[0].tag_ == "POS" and noun.lemma_.casefold() in _NOUNS


def _is_modifier(root: Token) -> bool:
    """Whether a noun follows at once, whatever the parse: "according to U.S. intelligence"."""
    return root.i + 1 < len(root.doc) and root.nbor().pos_ == "NOUN" and root.dep_ != "nmod:poss"


def _noun_before(head: Token) -> Token:
    """Return the word before a name’s preposition, which may hang on the verb by mistake: "drew fury from Delhi"."""
    first = head.left_edge.i
    return head.doc[first - 1] if first else head


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj" and token.head.i != token.i:
        token = token.head
    return token


def _is_deed(predicate: Token) -> bool:
    """Whether only somebody who decides can be the subject of a verb or adjective."""
    if predicate.pos_ == "ADJ":
        return predicate.lemma_ in _AGENT_ADJECTIVES
    if predicate.lemma_ in _AGENT_VERBS:
        return True
    return predicate.lemma_ in ("have", "be", "make", "take") and any(
        child.dep_ == "obj" and child.lemma_ in _NOUNS for child in predicate.children
    )


def _does_in_clause(root: Token) -> bool:
    """Whether a clause about a name says what only somebody who decides does: "Lisbon, which denies the claim"."""
    return any(
        _is_deed(clause) and any(child.dep_ in _SUBJECTS and child.lower_ == "which" for child in clause.children)
        for clause in root.children
        if clause.dep_ == "acl:relcl"
    )


def _is_resolved(verb: Token) -> bool:
    """Whether a verb is of the future or of duty, as of somebody who decides: "Lisbon would dig in"."""
    has_modal = any(child.tag_ == "MD" for child in verb.children)
    return has_modal and verb.pos_ == "VERB" and verb.lemma_ not in _HAPPENS


def _is_animate_object(verb: Token, name: Token) -> bool:
    """Whether a verb that also has things as objects has somebody: "pressed Tokyo to act", not "asked a question"."""
    return name.dep_ == "obj" and verb.pos_ == "VERB"


def _is_at(head: Token) -> bool:
    """Whether somebody is or goes to a seat of power, or it is a building."""
    if any(child.dep_ == "case" and child.lower_ in _AT for child in head.children):
        return True
    return head.dep_ == "obj" and head.head.lemma_ in _AT_OBJECT
