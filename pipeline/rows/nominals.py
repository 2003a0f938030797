"""Noun phrases that take up somebody or something named: "the prime minister", "the company", "the 74-year-old".

Found by rule, since learnt coreference leaves many of them alone: titles by who bears them, kinds of organisations and
places by the names that contain the noun or by the one that was named last, ages by whose they are, appositions by the
name that they stand beside.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipeline.link import name_key
from pipeline.rows.entities import ArticleEntities, Cluster, Name
from pipeline.rows.lexicon import words_of
from pipeline.rows.marks import POSSESSIVES
from pipeline.rows.places import country_of_adjective, country_of_capital
from pipeline.rows.propositions import has_child
from pipeline.rows.text import ArticleText, Span
from pipeline.rows.titles import TITLES, Title, find_title_nominals, make_title

_ORGANISATIONS = words_of("nouns", "organisation") | words_of("nouns", "taken_up", "companies")
_PLACES = words_of("nouns", "taken_up", "places")
_COUNTRIES = words_of("nouns", "taken_up", "countries")
_COMPANIES = words_of("nouns", "taken_up", "companies")
_OFFICES = words_of("nouns", "taken_up", "offices")
_OUTLETS = words_of("nouns", "taken_up", "outlets")
_PUBLIC = words_of("nouns", "taken_up", "public")
_MEDIA = words_of("nouns", "taken_up", "media")
_CALLED_SO = frozenset("ministry committee council commission".split())  # whose names say what they are
_DETERMINERS = frozenset(("the", "this", "that"))
_INSIDE = frozenset(("compound", "flat", "nmod:desc", "amod", "fixed"))
_QUALIFIERS = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "ADV"))
_LOOSE = frozenset("acl acl:relcl appos conj cc punct".split())
_LONGEST = 6  # words before a head
_SENTENCES_BACK = 3
_AGE_BESIDE = re.compile(r",\s(?:aged?\s)?(\d{1,3}),")
_BEGINS = re.compile(r"[\W_]*(?:[\w-]+\s){0,4}")
_AND = re.compile(r"(?:,| and| or|, and) (?:the )?")
_BY_AGE = re.compile(
    r"\b[Tt]he\s(\d{1,3})-year-old\b(?=[.,’']|\s(?:(?:\w+ly|never|now|still)\s)?(?:and|also|can|could|did|does|from|had|has|is|later|may|might|must|"
    r"then|to|told|was|who|will|would|[a-z]+(?<![’'s])s|[a-z]+ed|said|knew|wrote|made|gave|went|took|left|became)\b)"
)


def find_nominals(doc: Doc, text: ArticleText, entities: ArticleEntities) -> dict[Span, Cluster]:
    """Return the definite noun phrases that stand for an entity of the article, with the entity.

    :param doc: read for tags and the dependency parse; without a parse only titles are found.
    """
    if not doc.has_annotation("DEP"):
        return dict(_titles(text, entities))
    named = _Named(text, entities)
    found = dict(_appositions(doc, entities))
    for age in _BY_AGE.finditer(text.body):
        entity = named.of_age(age[1]) or named.only_person_before(age.start())
        if entity:
            found.setdefault(age.span(), entity)
    heads = (_HEADS | {title.head for person in entities.people for _, title in person.titles}) - _NEVER
    for number in (doc.to_array("TAG") == doc.vocab.strings["NN"]).nonzero()[0].tolist():
        head = doc[number]
        if head.lower_ in heads and head.dep_ not in _INSIDE:
            phrase = _phrase(head)
            if phrase is None or _is_told_apart(head) or _is_said_of_another(head, entities):
                continue
            first, possessor = phrase
            span = doc[first].idx, _end(head) if head.lower_ not in _TAKEN_UP else head.idx + len(head)
            entity = _entity(doc[first : head.i + 1], possessor, entities, named)
            if entity and not any(name.entity is entity for name in entities.names_across(*span)):
                found.setdefault(span, entity)
    return found


def _titles(text: ArticleText, entities: ArticleEntities) -> Iterator[tuple[Span, Cluster]]:
    for span, title in find_title_nominals(text.body):
        bearer = entities.bearer_of(title, span[0])
        if bearer and all(name.label != "PERSON" for name in entities.names_across(*span)):
            yield span, bearer


def _phrase(head: Token) -> tuple[int, Token | None] | None:
    """Return where a definite noun phrase begins, and its possessor: a name before "’s"."""
    doc, first = head.doc, head.i
    while first > 0 and head.i - first < _LONGEST:
        word = doc[first - 1]
        if word.lower_ in _DETERMINERS and word.pos_ in ("DET", "PRON"):
            return first - 1, None
        if word.text in POSSESSIVES and first > 1 and doc[first - 2].pos_ == "PROPN":
            start = first - 2
            while start > 0 and doc[start - 1].pos_ == "PROPN" and doc[start - 1].ent_type == doc[start].ent_type:
                start -= 1
            return (start - 1 if start > 0 and doc[start - 1].lower_ == "the" else start), doc[first - 2]
        if word.pos_ not in _QUALIFIERS and word.text not in ("-", "of"):
            return None
        first -= 1
    return None


def _is_told_apart(head: Token) -> bool:
    """Whether what stands behind a noun tells which is meant: "the newspaper of the ruling party"."""
    return head.lower_ in _TAKEN_UP and any(child.dep_ in ("nmod", "acl", "acl:relcl") for child in head.rights)


def _is_said_of_another(head: Token, entities: ArticleEntities) -> bool:
    """Whether a noun is a predicate, an apposition or a title, or part of a name."""
    if has_child(head, "cop") or head.dep_ == "appos":
        return True
    behind = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if behind is not None and (behind.pos_ in ("PROPN", "NOUN") or behind.text == "-"):
        return True
    return bool(entities.names_across(head.idx, head.idx + len(head)))


def _entity(words, possessor: Token | None, entities: ArticleEntities, named: "_Named") -> Cluster | None:
    head, place = words[-1], words.start_char
    noun = head.lower_
    start = possessor.i + 2 if possessor is not None else words.start + 1
    qualifiers = [word.text for word in head.doc[start : head.i] if word.text[0].isalnum()]
    if noun not in _TAKEN_UP:
        title = make_title(qualifiers, head.text)
        country = country_of_adjective(_text_before(possessor)) if possessor is not None else None
        if possessor is not None and country is None:
            return None
        title = replace(title, countries=title.countries | {country}) if country else title
        bearer = entities.bearer_of(title, place)
        return bearer or (named.leader(title, place) if noun == "leader" and title.countries else None)
    if possessor is not None:
        return None
    if noun in _PLACES | _COUNTRIES:
        return None if qualifiers else named.place(noun, place)
    return named.organisation(noun, place, qualifiers)


def _text_before(possessor: Token) -> str:
    doc, first = possessor.doc, possessor.i
    while first > 0 and doc[first - 1].ent_type == possessor.ent_type != 0 and doc[first].ent_iob_ == "I":
        first -= 1
    return doc[first : possessor.i + 1].text


class _Named:
    """What the article has named, by place and by the words of the names."""

    def __init__(self, text: ArticleText, entities: ArticleEntities):
        self._text = text
        self._names = [name for name in entities.names if name.entity is not None]
        self._starts = [name.start for name in self._names]
        self._ages: dict[str, Cluster] = {}
        for name in self._names:
            if name.label == "PERSON" and (age := _AGE_BESIDE.match(text.body, name.end)):
                self._ages.setdefault(age[1], name.entity)

    def of_age(self, age: str) -> Cluster | None:
        """Return the person who was said to be of an age."""
        return self._ages.get(age)

    def only_person_before(self, place: int) -> Cluster | None:
        """Return the only person of the sentence before, else of both: what is quoted may name others."""
        start, end = self._start(place, 1), self._start(place, 0)
        people = {
            id(name.entity): name.entity for name in self._names if start <= name.start < end and name.label == "PERSON"
        }
        if len(people) == 1:
            return people.popitem()[1]
        people = {id(name.entity): name.entity for name in self._before(place, 1) if name.label == "PERSON"}
        return people.popitem()[1] if len(people) == 1 else None

    def leader(self, title: Title, place: int) -> Cluster | None:
        """Return the person named last in the sentence who is of no other country: Xi, "the Chinese leader"."""
        for name in reversed(self._before(place, 0)):
            if name.label == "PERSON":
                countries = {code for _, known in name.entity.titles for code in known.countries}
                if not countries or countries & title.countries:
                    return name.entity
        return None

    def place(self, noun: str, place: int) -> Cluster | None:
        """Return the country, or town, that was named last, where it is the only one nearby."""
        found = {
            id(name.entity): name.entity
            for name in self._before(place, 1)
            if name.label == "GPE" and name.body is None and bool(name.entity.country_code) == (noun in _COUNTRIES)
        }
        if len(found) != 1:
            return None
        _, entity = found.popitem()
        rivals = [name.entity for name in self._names if name.label == "GPE" and name.entity.country_code]
        most = max((len(rival.names) for rival in rivals), default=0)
        return entity if noun not in _COUNTRIES or len(entity.names) == most else None

    def organisation(self, noun: str, place: int, qualifiers: list[str]) -> Cluster | None:
        """Return the organisation whose name has the noun, else for a company's noun the one most named, or nearby."""
        before = self._names[: bisect_left(self._starts, place)]
        wanted = {noun, *(name_key(word) for word in qualifiers)}
        called = {
            id(name.entity): name.entity
            for name in before
            if name.entity.label in ("ORG", "LOC", "FAC", "EVENT") and wanted <= _words(name)
        }
        if len(called) > 1:
            codes = {_code(name) for name in self._before(place, 0)}
            called = {key: entity for key, entity in called.items() if entity.country_code in codes - {None}} or called
        if len(called) == 1:
            return called.popitem()[1]
        if called or qualifiers or noun not in _COMPANIES | _MEDIA | _OFFICES:
            return None
        fitting = [name for name in before if _may_be(noun, name)]
        foremost = self._foremost(place, fitting)
        if foremost:
            return foremost
        most_named = self._most_named(name.entity for name in fitting)
        if most_named:
            return most_named
        own_sentence = self._start(place, 0)
        for sentences in range(1, _SENTENCES_BACK):
            start = self._start(place, sentences)
            nearby = {id(name.entity): name.entity for name in fitting if start <= name.start < own_sentence}
            if nearby:
                return nearby.popitem()[1] if len(nearby) == 1 else None
        return None

    def _foremost(self, place: int, fitting: list[Name]) -> Cluster | None:
        """Return the one that the sentence before begins with, which is what it is about (Grosz et al., 1995)."""
        start, end = self._start(place, 1), self._start(place, 0)
        first = next((n for n in self._names if start <= n.start < end and n.label in ("PERSON", "ORG", "FAC")), None)
        if first not in fitting or not _BEGINS.fullmatch(self._text.body, start, first.start):
            return None
        joint = _AND.match(self._text.body, first.end)
        return None if joint and any(name.start == joint.end() for name in fitting) else first.entity

    def _most_named(self, entities: Iterable[Cluster]) -> Cluster | None:
        """Return the one that the article names at least twice as often as any other."""
        ranked = sorted({id(entity): entity for entity in entities}.values(), key=lambda entity: -len(entity.names))
        if len(ranked) > 1 and len(ranked[0].names) < 2 * len(ranked[1].names):
            return None
        return ranked[0] if ranked else None

    def _before(self, place: int, sentences: int) -> list[Name]:
        """Return the names before a place, in its sentence and so many before it."""
        start = self._start(place, sentences)
        return self._names[bisect_left(self._starts, start) : bisect_left(self._starts, place)]

    def _start(self, place: int, sentences: int) -> int:
        """Return where the sentence begins that is so many before that of a place."""
        number = self._text.sentence_at(place)
        return 0 if number is None else self._text.sentences[max(0, number - sentences)][0]


def _words(name: Name) -> set[str]:
    return set(name_key(name.entity.canonical_name).split())


def _code(name: Name) -> str | None:
    return country_of_adjective(name.text) or country_of_capital(name.text)


def _may_be(noun: str, name: Name) -> bool:
    """Whether a noun such as "company", "newspaper" or "agency" may take up an organisation."""
    if name.label != "ORG" or name.entity.canonical_name.startswith("Government of"):
        return False
    is_outlet, is_public = _kinds(name.entity)
    if noun in _MEDIA:
        return is_outlet
    return is_public if noun in _OFFICES else not is_outlet and not is_public


def called(noun: str, organisations: Iterable[Cluster]) -> list[Cluster]:
    """Return the organisations that a noun may take up: a newspaper is an outlet if there is one, never a ministry."""
    kinds = [(organisation, *_kinds(organisation)) for organisation in organisations]
    if noun in _MEDIA:
        outlets = [organisation for organisation, is_outlet, _ in kinds if is_outlet]
        return outlets or [organisation for organisation, _, is_public in kinds if not is_public]
    if noun in _CALLED_SO:
        return [organisation for organisation, _, is_public in kinds if is_public]
    may_be_public = noun in _OFFICES | _PUBLIC
    return [o for o, is_outlet, is_public in kinds if not is_outlet and (may_be_public or not is_public)]


def _kinds(organisation: Cluster) -> tuple[bool, bool]:
    """Return whether an organisation is an outlet, and whether it is a public body."""
    words = set(name_key(organisation.canonical_name).split())
    is_public = bool(words & _PUBLIC) or any(name.body is not None for name in organisation.names)
    return bool(words & _OUTLETS), is_public


def _appositions(doc: Doc, entities: ArticleEntities) -> Iterator[tuple[Span, Cluster]]:
    """Yield the phrases beside names of organisations and places: "Danubia Energy, the operator of the dam,"."""
    for name in entities.names:
        if name.label in ("ORG", "FAC", "LOC", "PRODUCT") and name.entity is not None and name.body is None:
            span = doc.char_span(name.start, name.end, alignment_mode="expand")
            first = span.end + 1
            if first >= len(doc) or doc[span.end].text != "," or doc[first].tag_ != "DT":
                continue
            head = doc[first].head
            if head.dep_ == "appos" and head.head.i in range(span.start, span.end) and head.tag_ == "NN":
                yield (doc[first].idx, _end(head)), name.entity


def _end(head: Token) -> int:
    """Return the end of a noun phrase with the "of" that it needs."""
    stop = head.i
    for child in head.rights:
        if child.dep_ == "nmod" and child.left_edge.i == stop + 1 and child.left_edge.lower_ in ("of", "on", "in"):
            inner = [word.i for word in child.subtree if word.i > child.i and word.dep_ in _LOOSE]
            stop = min([child.right_edge.i, *(place - 1 for place in inner)])
    return head.doc[stop].idx + len(head.doc[stop])


_TAKEN_UP = (_ORGANISATIONS | _PLACES | _COUNTRIES | _MEDIA | _OFFICES) - TITLES
_HEADS = TITLES | _ORGANISATIONS | _PLACES | _COUNTRIES | _MEDIA | _OFFICES
_NEVER = words_of("nouns", "taken_up", "never")
