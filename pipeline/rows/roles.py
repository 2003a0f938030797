"""What an article says that people are: "Japan’s chief cabinet secretary", "the group’s chief executive".

Roles are read from titles before names, appositions on either side, relative clauses ("who heads the agency") and
predicates ("he became prime minister"), by the dependency parse (Universal Dependencies) and the lists of titles.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from pipeline.records import EntityRole
from pipeline.rows.entities import ArticleEntities, Cluster, Name
from pipeline.rows.lexicon import words_of
from pipeline.rows.marks import POSSESSIVES
from pipeline.rows.places import country_of_adjective, country_of_code
from pipeline.rows.propositions import NEGATIONS, has_child
from pipeline.rows.successions import find_successions
from pipeline.rows.text import Span
from pipeline.rows.titles import Title, make_title

_HONORIFICS = words_of("nouns", "title", "honorifics")
_ABBREVIATED = words_of("nouns", "title", "abbreviated") - _HONORIFICS
_NO_ROLE = words_of("nouns", "person", "no_role") - words_of("nouns", "title")
_ROLE_NOUNS = words_of("nouns", "title") | (words_of("nouns", "person") - _NO_ROLE)
_BODIES = words_of("nouns", "organisation") | words_of("nouns", "taken_up", "companies") | {"region", "city", "town"}
_VERBS = {
    "head": "head", "lead": "leader", "run": "head", "chair": "chair", "direct": "director", "command": "commander",
    "found": "founder", "own": "owner", "manage": "manager", "represent": "representative", "edit": "editor",
    "coach": "coach",
}  # fmt: skip
_ORGANISATIONS = frozenset(("ORG", "GPE", "LOC", "FAC", "NORP"))
_OF_PLACES = frozenset(("GPE", "LOC"))
_COMPLEMENTS = frozenset("of for at to in with on".split())
_QUALIFIERS = frozenset(("ADJ", "NOUN", "PROPN"))
_HYPHENS = frozenset(("-", "/", "&"))
_PLAIN_QUALIFIERS = frozenset(  # beside which a predicate is a role, and no judgement: "the wrong nominee"
    "former ex current new first acting interim incoming outgoing deputy senior chief prime vice general foreign "
    "executive assistant associate national federal presidential democratic republican managing junior founding "
    "longtime long-time top then late political economic financial legal local regional interior special "
    "permanent".split()
)
_NOMINAL = frozenset(("NOUN", "PROPN"))
_IN_PHRASE = _QUALIFIERS | {"DET", "PRON", "PART", "NUM", "ADV"}
_JOINING = POSSESSIVES | _HYPHENS | {"and"}
_SMALL = frozenset("of for and the to".split())
_LOOSE = frozenset("acl acl:relcl appos punct conj cc".split())
_OFFICES = frozenset(  # titles that a state gives: a nationality before them tells which
    "president premier minister secretary chancellor king queen prince princess ambassador envoy general admiral "
    "colonel commander official diplomat soldier lawmaker senator governor spokesman spokeswoman spokesperson leader "
    "emperor judge negotiator consul parliamentarian legislator prosecutor ruler dictator monarch speaker".split()
)
_BESIDE_THE_ROLE = re.compile(
    r"^(?:(?:\d+-year-old|new|newly appointed|current|own|fellow|late|longtime|veteran|embattled|other|young"
    r"|youngest|oldest|longest-serving)\s+)+",
    re.IGNORECASE,
)
_PORTFOLIOS = frozenset(
    "defence defense finance health foreign affairs justice interior education transport trade energy agriculture "
    "labour labor state commerce culture environment treasury war".split()
)
_TIMES = frozenset("today yesterday tomorrow week month year day night morning afternoon evening time".split())
_OF_FIELDS = frozenset(("NOUN", "ADJ", "CCONJ"))  # "of sustainable finance and trade"
_LONGEST_FIELD = 6  # words of it, with "of"
_LONGEST = 12  # words of a phrase on either side of its head


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that says a role: its words, and the noun that is its head."""

    first: int
    head: int
    stop: int
    is_apposition: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """That somebody has a role, and the phrase that says so."""

    entity: Cluster
    phrase: Phrase


def find_statements(doc: Doc, entities: ArticleEntities) -> list[Statement]:
    """Return who is said to have a role, in the order of the text; the people get the titles.

    :param doc: read for tags and the dependency parse; without a parse there are no roles.
    """
    if not doc.has_annotation("DEP"):
        return []
    statements = [Statement(entity, phrase) for entity, phrase in _phrases(doc, entities)]
    for statement in statements:
        if doc[statement.phrase.head].lower_ not in _NO_ROLE:
            place = doc[statement.phrase.first].idx
            statement.entity.titles.append((place, _title(doc, statement.phrase, entities)))
    entities.successions = find_successions(entities)
    return sorted(statements, key=lambda statement: statement.phrase.first)


def find_appositions(doc: Doc, statements: list[Statement]) -> list[tuple[Span, Cluster]]:
    """Return the noun phrases that stand beside a name and mean the same: "a spokesman for the council"."""
    return [(_with_determiner(doc, s.phrase), s.entity) for s in statements if s.phrase.is_apposition]


def make_roles(
    article_id: str, doc: Doc, statements: list[Statement], entities: ArticleEntities
) -> tuple[EntityRole, ...]:
    """Return the rows of an article's roles, each once per person, in the order of the text.

    What has an organisation once stands for the same role without one.
    """
    found: dict[tuple[str, str, str], EntityRole] = {}
    for statement in statements + _taken_up(doc, entities):
        if doc[statement.phrase.head].lower_ in _NO_ROLE:
            continue
        role, organisation, named = _read(doc, statement.phrase, entities)
        span = doc[statement.phrase.first : statement.phrase.stop]
        row = EntityRole(
            article_id=article_id,
            entity_id=statement.entity.entity_id,
            role=role,
            organisation=organisation,
            organisation_entity_id=named.entity_id if named else None,
            start_char=span.start_char,
            end_char=span.end_char,
        )
        if role:
            found.setdefault((row.entity_id, role.casefold(), (organisation or "").casefold()), row)
    placed = {(entity_id, role) for entity_id, role, organisation in found if organisation}
    rows = [row for key, row in found.items() if key[2] or key[:2] not in placed]
    return tuple(sorted(rows, key=lambda row: row.start_char))


def _taken_up(doc: Doc, entities: ArticleEntities) -> list[Statement]:
    """Return what phrases such as "the American president" say of the people whom they take up."""
    statements = []
    for (start, end), entity in entities.nominals.items():
        words = doc.char_span(start, end) if entity.label == "PERSON" else None
        if words and words.root.i > words.start and _is_role(words.root):
            head = words.root.i
            first = words.start + (words[0].lower_ in ("the", "this", "that"))
            if _organisations(doc, first, head, entities):
                statements.append(Statement(entity, Phrase(first, head, _end_of(words.root))))
    return statements


def _title(doc: Doc, phrase: Phrase, entities: ArticleEntities) -> Title:
    """Return a role as a title, by which "the prime minister" is known again."""
    words = [word.text for word in doc[phrase.first : phrase.head] if word.text[0].isalnum()]
    if phrase.head + 2 < phrase.stop and doc[phrase.head + 1].lower_ in ("of", "for"):
        words += [word.text for word in doc[phrase.head + 2 : phrase.stop] if word.pos_ in _QUALIFIERS]
    title = make_title(words, doc[phrase.head].text)
    within = _organisations(doc, phrase.first, phrase.stop, entities)
    codes = {code for name, *_ in within if (code := country_of_adjective(name.text))}
    return replace(title, countries=title.countries | codes)


def _with_determiner(doc: Doc, phrase: Phrase) -> Span:
    """Return a noun phrase with its article or possessive pronoun."""
    first = phrase.first
    if first > 0 and doc[first - 1].tag_ in ("DT", "PRP$"):
        first -= 1
    words = doc[first : phrase.stop]
    return words.start_char, words.end_char


def _phrases(doc: Doc, entities: ArticleEntities) -> Iterator[tuple[Cluster, Phrase]]:
    """Yield who has a role, with the phrase that says it; a name's titles, appositions and predicates."""
    for name in entities.names:
        if name.label == "PERSON" and name.entity is not None:
            span = doc.char_span(name.start, name.end, alignment_mode="expand")
            phrases = (
                _before(doc, span.start),
                _apposition_before(doc, span.start, span.root),
                _apposition_after(doc, span.end, span.root),
                _relative(doc, span.root),
                _predicate(span.root),
            )
            yield from ((name.entity, phrase) for phrase in phrases if phrase and not _is_named(doc, phrase, entities))


def _is_named(doc: Doc, phrase: Phrase, entities: ArticleEntities) -> bool:
    """Whether the head is part of a person's name: Alveda King."""
    head = doc[phrase.head]
    return any(name.label == "PERSON" for name in entities.names_across(head.idx, head.idx + len(head)))


def _before(doc: Doc, start: int) -> Phrase | None:
    """Return the title right before a name: "Chief Cabinet Secretary", "Secretary of State"."""
    head = start - 1
    while head > 0 and doc[head].lower_ in _HONORIFICS:  # Prime Minister Dame Ann Lee
        head -= 1
    stop = head + 1
    if head >= 0 and not _is_role(doc[head]):
        head = _head_with_complement(doc, start)
    if head is None or head < 0 or not _is_role(doc[head]):
        return None
    if any(word.is_sent_start for word in doc[head + 1 : start + 1]):
        return None
    return Phrase(_first_word(doc, head), head, max(stop, head + 1))


def _head_with_complement(doc: Doc, start: int) -> int | None:
    """Return the "Secretary" of "Secretary of State Jane Roe"."""
    for place in range(start - 2, max(-1, start - 7), -1):
        token = doc[place]
        if token.is_punct or token.pos_ in ("VERB", "AUX") or token.is_space:
            return None
        if _is_role(token) and doc[place + 1].lower_ in ("of", "for", "to") and token.text[:1].isupper():
            return place if all(word.text[:1].isupper() or word.lower_ in _SMALL for word in doc[place:start]) else None
    return None


def _first_word(doc: Doc, head: int) -> int:
    """Return where the words before a head begin that qualify it."""
    first = head
    while first > 0 and head - first < _LONGEST and _qualifies(doc, first - 1, head):
        first -= 1
    while first < head and doc[first].text in _JOINING:
        first += 1
    return first


def _qualifies(doc: Doc, place: int, head: int) -> bool:
    """Whether a word may belong to the phrase of a head behind it."""
    word = doc[place]
    if word.is_space or word.is_sent_end and not word.text.endswith("."):
        return False
    if word.lower_ == "and":
        return place > 0 and _depends(doc[place - 1], doc[place + 1])
    if word.text in _JOINING:
        return not doc[place].whitespace_ or word.text not in _HYPHENS
    behind = doc[place + 1]
    if word.pos_ == "NUM":
        return behind.text == "-"  # 52-year-old
    if word.pos_ not in _QUALIFIERS or not word.text[0].isalnum():
        return False
    if word.ent_type_ == "ORG" and behind.text not in POSSESSIVES:
        return True  # Fed general counsel, whatever the parse makes of it
    is_capital = word.pos_ == "PROPN" or word.text[:1].isupper() and not word.is_sent_start
    is_in_name = is_capital and behind.text[:1].isupper() and word.ent_type_ not in ("DATE", "PERSON")
    is_before_noun = word.tag_ in ("NN", "JJ") and behind.tag_ in ("NN", "NNP", "JJ")
    if word.lower_ in _PLAIN_QUALIFIERS or is_before_noun and word.lower_ not in _TIMES:
        return True
    return place < word.head.i <= head + 2 or behind.text in POSSESSIVES or is_in_name


def _depends(one: Token, two: Token) -> bool:
    """Whether two conjuncts are parts of one modifier: "Security and Intelligence Committee"."""
    return two.dep_ == "conj" and two.head.i == one.i


def _apposition_after(doc: Doc, stop: int, name: Token) -> Phrase | None:
    """Return "Japan’s chief cabinet secretary" of "Minoru Kihara, 62, Japan’s chief cabinet secretary"."""
    first = stop
    if first + 1 >= len(doc) or doc[first].text not in (",", "(", "—", "–"):
        return None
    first += 1
    if doc[first].pos_ == "NUM" and first + 2 < len(doc) and doc[first + 1].text == ",":
        first += 2
    head = _head_of(doc, first)
    if head is None or not (_belongs(head, name) or _is_enclosed(doc, first, head)):
        return None
    if any(child.dep_ in ("cop", "nsubj", "cc") and child.i < head.i for child in head.children):
        return None
    begin = _first_word(doc, head.i)
    return Phrase(max(begin, first), head.i, _end_of(head), is_apposition=True)


def _head_of(doc: Doc, first: int) -> Token | None:
    """Return the noun of a phrase that says what somebody is, the first that another noun does not follow."""
    for word in doc[first : first + _LONGEST]:
        behind = doc[word.i + 1] if word.i + 1 < len(doc) else None
        if word.pos_ not in _IN_PHRASE and word.text not in _JOINING:
            return None
        is_last = behind is None or behind.pos_ not in _NOMINAL and behind.text not in POSSESSIVES | _HYPHENS
        if is_last and word.pos_ in _NOMINAL | {"ADJ"} and _is_person(word):
            return word
        if word.pos_ == "NOUN" and is_last:
            return None
    return None


def _is_enclosed(doc: Doc, first: int, head: Token) -> bool:
    """Whether a definite phrase stands between commas, and in no list: "Roe, the chairman, told"."""
    stop = _end_of(head)
    is_definite = doc[first].tag_ in ("DT", "PRP$") or any(word.text in POSSESSIVES for word in doc[first : head.i])
    if not is_definite or stop + 1 >= len(doc) or doc[stop].text not in (",", ")", "—", "–"):
        return False
    return doc[stop + 1].pos_ not in ("CCONJ", "DET") and not has_child(head, "cc")


def _belongs(head: Token, name: Token) -> bool:
    """Whether the parse makes a noun a neighbour of a name: its dependent, its head, or another subject of its verb."""
    is_second_subject = head.dep_ == name.dep_ and head.head.i == name.head.i
    is_part = head.head.head.i == name.i and head.head.dep_ == "flat"
    return head.head.i == name.i or name.head.i == head.i or is_second_subject or is_part


def _apposition_before(doc: Doc, start: int, name: Token) -> Phrase | None:
    """Return "the company’s chief executive" of "the company’s chief executive, Jane Roe,"."""
    if start < 2 or doc[start - 1].text != ",":
        return None
    for head in (name.head, doc[start - 2]):
        is_neighbour = _belongs(head, name) or head.i == start - 2 and _is_possessed(doc, head)
        is_before = start - _LONGEST < head.i < start - 1 and is_neighbour
        if is_before and _is_person(head) and _end_of(head) == start - 1 and not has_child(head, "cop"):
            return Phrase(_first_word(doc, head.i), head.i, start - 1, is_apposition=True)
    return None


def _is_possessed(doc: Doc, head: Token) -> bool:
    """Whether a noun is somebody's, and so names one person: "its general director, Jane Roe"."""
    first = _first_word(doc, head.i)
    return first > 0 and doc[first - 1].tag_ == "PRP$" or any(word.text in POSSESSIVES for word in doc[first : head.i])


def _end_of(head: Token) -> int:
    """Return the end of a role with its complements: "professor of economics at Harvard"."""
    doc, stop = head.doc, head.i + 1
    while stop < len(doc) and doc[stop].dep_ in ("flat", "compound", "fixed") and doc[stop].head.i == head.i:
        stop += 1  # attorney general
    for child in head.rights:
        if child.left_edge.i != stop or child.dep_ != "nmod":
            continue
        if child.pos_ == "NUM":
            break  # an electrician of 24
        if child.pos_ == "PROPN" and child.left_edge.i == child.i and stop > head.i + 1:
            stop = child.right_edge.i + 1  # chief executive of the supplier Acme
            continue
        if child.left_edge.lower_ not in _COMPLEMENTS:
            break
        inner = [word.i for word in child.subtree if word.i > child.i and word.dep_ in _LOOSE]
        stop = min([child.right_edge.i + 1, *inner])
    while doc[stop - 1].dep_ in ("case", "det", "mark", "punct") and stop - 1 > head.i:
        stop -= 1
    return _end_of_organisation(doc, stop) or stop


def _end_of_organisation(doc: Doc, stop: int) -> int | None:
    """Return the end of the organisation that a role goes on with, whatever the parse makes of it.

    >>> "director [of sustainable finance at the Northern Institute]"
    """
    is_kind = doc[stop - 1].pos_ == "NOUN" and doc[stop - 1].dep_ == "nmod"
    if is_kind and (end := _end_of_name(doc, stop)):  # of the supplier Acme
        return end
    place = stop
    if place + 1 < len(doc) and doc[place].lower_ == "of" and not doc[place + 1].ent_type_:
        place += 1
        last = min(len(doc), stop + _LONGEST_FIELD)
        while place < last and doc[place].pos_ in _OF_FIELDS and not doc[place].ent_type_:
            place += 1
    is_joined = place < len(doc) and doc[place].lower_ in ("at", "of", "for")
    return _end_of_name(doc, place + 1) if is_joined else None


def _end_of_name(doc: Doc, place: int) -> int | None:
    """Return the end of the name of an organisation that begins at a place, with or without an article."""
    place += place < len(doc) and doc[place].tag_ == "DT"
    if place >= len(doc) or doc[place].ent_type_ != "ORG":
        return None
    place += 1
    while place < len(doc) and doc[place].ent_type_ == "ORG" and doc[place].ent_iob_ == "I":
        place += 1
    goes_on = place < len(doc) and (doc[place].pos_ == "PROPN" or doc[place].text in POSSESSIVES)
    return None if goes_on else place  # for House Majority Leader; of Acme’s owner


def _relative(doc: Doc, name: Token) -> Phrase | None:
    """Return the verb and object of "who heads the agency", or the predicate of "who is the agency’s head"."""
    for verb in name.children:
        if verb.dep_ == "acl:relcl" and any(c.lower_ == "who" and c.dep_ == "nsubj" for c in verb.children):
            if verb.pos_ == "VERB" and verb.lemma_ in _VERBS and verb.tag_ in ("VBZ", "VBP", "VBD"):
                objects = [child for child in verb.children if child.dep_ == "obj"]
                stop = objects[0].right_edge.i + 1 if objects else _end_of_name(doc, verb.i + 1)
                return Phrase(verb.i, verb.i, stop) if stop else None
            return _said_to_be(verb)
    return None


def _predicate(name: Token) -> Phrase | None:
    """Return the predicate of a subject: "Roe is the mayor of Brill", "he became prime minister"."""
    return _said_to_be(name.head) if name.dep_ == "nsubj" and name.head.i > name.i else None


def _said_to_be(predicate: Token) -> Phrase | None:
    children = list(predicate.children)
    if any(child.dep_ == "advmod" and child.lower_ in NEGATIONS for child in children):
        return None
    if any(child.tag_ == "MD" or child.dep_ == "mark" and child.lower_ == "if" for child in children):
        return None
    if predicate.lemma_ == "become":
        predicate = next((child for child in children if child.dep_ in ("xcomp", "obj")), predicate)
    elif not has_child(predicate, "cop"):
        return None
    qualifiers = {child.lower_ for child in predicate.lefts if child.dep_ in ("amod", "compound")}
    if not _is_role(predicate) or any(word.islower() and word not in _PLAIN_QUALIFIERS for word in qualifiers):
        return None
    return Phrase(_first_word(predicate.doc, predicate.i), predicate.i, _end_of(predicate))


def _is_person(token: Token) -> bool:
    return _is_role(token) or token.pos_ == "NOUN" and token.tag_ == "NN" and token.lower_ in _NO_ROLE


def _is_role(token: Token) -> bool:
    folded = token.lower_
    is_noun = token.pos_ in ("NOUN", "PROPN", "ADJ") and token.tag_ not in ("NNS", "NNPS")
    return (is_noun and folded.rpartition("-")[2] in _ROLE_NOUNS) or folded in _ABBREVIATED


def _read(doc: Doc, phrase: Phrase, entities: ArticleEntities) -> tuple[str, str | None, Cluster | None]:
    """Return role, organisation and its entity of a phrase."""
    if doc[phrase.head].pos_ == "VERB":
        organisation, named = _organisation(doc, phrase.head + 1, phrase.stop, entities)
        return (_VERBS[doc[phrase.head].lemma_] if organisation else ""), organisation, named
    first, organisation, named = phrase.first, None, None
    kept: list[tuple[int, int]] = []
    within = _organisations(doc, phrase.first, phrase.head, entities)
    possessive = [token.i for token in doc[phrase.first : phrase.head] if token.text in POSSESSIVES]
    if possessive and doc[possessive[-1] - 1].pos_ != "PRON":
        organisation, named = _organisation(doc, _start_of_possessor(doc, phrase.first), possessive[-1], entities)
        first = possessive[-1] + 1
    elif within and not (within[-1][0].label in _OF_PLACES and _is_of_organisation(doc, phrase, entities)):
        name, begin, stop = within[-1]
        organisation, named = _called(name, entities)
        if name.label == "NORP" and doc[phrase.head].lower_ not in _OFFICES:
            organisation, kept, first = None, [(phrase.first, begin)], stop  # a Russian lawyer
        elif organisation:
            kept, first = [(phrase.first, begin)], stop
    end = phrase.stop
    if organisation and phrase.head + 1 < end and doc[phrase.head + 1].lower_ in ("in", "at"):
        end = phrase.head + 1  # Canada’s ambassador in Paris
    if organisation is None:
        for name, begin, stop in _organisations(doc, phrase.head + 1, phrase.stop, entities):
            is_possessor = stop + 1 < phrase.stop and doc[stop].text in POSSESSIVES  # at Oslo’s Northern Institute
            if name.label != "NORP" and not (is_possessor and doc[stop + 1].ent_type_ == "ORG"):
                organisation, named = _called(name, entities)
                end = _before_preposition(doc, begin, phrase.head)
                break
        else:
            end, organisation, named = _unnamed(doc, phrase, entities)
    kept.append((first, end))
    texts = [" ".join(doc[begin:stop].text.split()) for begin, stop in kept]
    return _BESIDE_THE_ROLE.sub("", " ".join(text for text in texts if text)), organisation, named


def _is_of_organisation(doc: Doc, phrase: Phrase, entities: ArticleEntities) -> bool:
    """Whether it is behind a title of no state that the organisation stands: "chief U.S. economist at Acme"."""
    head = doc[phrase.head]
    is_title = head.text[:1].isupper()  # U.S. Director of National Intelligence
    if head.lower_ in _OFFICES or is_title:
        return False
    behind = _organisations(doc, phrase.head + 1, phrase.stop, entities)
    return any(name.label == "ORG" for name, _, _ in behind)


def _start_of_possessor(doc: Doc, first: int) -> int:
    return first - 1 if first > 0 and doc[first - 1].lower_ == "the" else first


def _organisation(doc: Doc, first: int, stop: int, entities: ArticleEntities) -> tuple[str | None, Cluster | None]:
    """Return what some words name or describe."""
    names = _organisations(doc, first, stop, entities)
    words = doc[first:stop]
    if names and names[-1][2] >= stop:
        return _called(names[-1][0], entities)
    if any(name.label == "PERSON" for name in entities.names_across(words.start_char, words.end_char)):
        return None, None
    entity = entities.nominal_at(words.start_char, words.end_char)
    if entity is None and not _may_be_organisation(words) or entity and entity.label == "PERSON":
        return None, None
    return (entity.canonical_name if entity else " ".join(words.text.split()) or None), entity


def _unnamed(doc: Doc, phrase: Phrase, entities: ArticleEntities) -> tuple[int, str | None, Cluster | None]:
    """Return where a role ends, and what it is a role in, for "spokesman for the agency", "governor of the region"."""
    for token in doc[phrase.head + 1 : phrase.stop - 1]:
        is_definite = doc[token.i + 1].tag_ == "DT"
        if token.dep_ == "case" and (is_definite or token.lower_ in ("for", "at", "in", "with")):
            words = doc[token.i + 1 : phrase.stop]
            entity = entities.nominal_at(words.start_char, words.end_char)
            if entity is None and (token.lower_ in ("in", "with") or not _may_be_organisation(words)):
                return token.i, None, None
            return token.i, entity.canonical_name if entity else " ".join(words.text.split()), entity
    return phrase.stop, None, None


def _may_be_organisation(words: Words) -> bool:
    """Whether somebody may have a role in what some words call: a name or "the agency", not "the case"."""
    noun = words.root
    return noun.pos_ == "PROPN" or noun.lower_ in _BODIES


def _before_preposition(doc: Doc, place: int, head: int) -> int:
    while place > head + 1 and doc[place - 1].lower_ not in _COMPLEMENTS:
        place -= 1
    return max(place - 1, head + 1)


def _organisations(doc: Doc, first: int, stop: int, entities: ArticleEntities) -> list[tuple[Name, int, int]]:
    """Return the names of organisations, places and peoples in some words, with their first and last word."""
    if first >= stop:
        return []
    words = doc[first:stop]
    found = []
    for name in entities.names_within(words.start_char, words.end_char):
        if name.label in _ORGANISATIONS and name.entity is not None and name.key not in _PORTFOLIOS:
            span = doc.char_span(*name.span, alignment_mode="expand")
            whole = doc.char_span(*name.phrase, alignment_mode="expand") if name.phrase else span
            found.append((name, max(first, whole.start), span.end))
    return found


def _called(name: Name, entities: ArticleEntities) -> tuple[str | None, Cluster | None]:
    """Return what an organisation is called; for a people its country."""
    if name.label != "NORP":
        country = name.entity.label == "GPE" and name.entity.country_code
        printed = name.printed.removeprefix("the ").removeprefix("The ")
        return (name.entity.canonical_name if country else printed), name.entity
    code = country_of_adjective(name.text)
    return (country_of_code(code).name, entities.country(code)) if code else (None, None)
