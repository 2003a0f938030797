"""Who is meant by a source that is a pronoun, a relative pronoun or a phrase that takes up something known.

Rules in the manner of Hobbs (Resolving pronoun references, 1978) and of centering (Grosz et al., 1995): the speaker or
subject of the nearest sentence whose gender and number fit. Where they find nobody, the model's coreference is asked.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pipeline.rows.chains import Chains
from pipeline.rows.entities import ArticleEntities, Cluster
from pipeline.rows.marks import Quotation
from pipeline.rows.nominals import called
from pipeline.rows.persons import gender_of_noun
from pipeline.rows.pronouns import FIRST_PERSON, GENDERS, IT, PRONOUN, THEY
from pipeline.rows.quoting import is_within
from pipeline.rows.sources import (
    UNKNOWN,
    Speaker,
    is_definite,
    kind_of_entity,
    named,
    read_source,
    singular_of,
    speaker_of_noun,
)
from pipeline.rows.subjects import Subjects
from pipeline.rows.text import ArticleText, Span
from pipeline.rows.titles import parse_nominal

_FIRST_PERSON_PLURAL = frozenset("we us our ourselves".split())
_REFLEXIVE = re.compile(r"\s+(?:himself|herself|itself|themselves)$", re.IGNORECASE)
_RELATIVE = re.compile(r"^(?:who|whom|whose|which|that)$", re.IGNORECASE)
# "officials who" and "who earlier on the programme", as a model may cut them.
_WITH_RELATIVE = re.compile(r"(,?\s+(?:who|which|that))$|^(who|which)\b(?=.)", re.IGNORECASE | re.DOTALL)
_ONE_OF_THEM = re.compile(
    r"^(?:(?:only )?one|two|three|four|both|all|some|several|most|many|neither|none|each|another|(?:the )?others?"
    r"|the (?:first|second|latter|former))"
    r"(?: of (?:them|these|those))?$",
    re.IGNORECASE,
)
_SOMEBODY = re.compile(r"(?:one|another)(?: of (?:them|these|those))?$")  # somebody of a group, left unnamed
_OPENS_CLAUSE = re.compile(r"(?:As|While|When|After|Before|Though|Although|Since|Even as|Because|If|Once|Just as) ")
_SUBJECT_VERB = re.compile(
    r" (?:\w+ly |also |has |had |was |is |will |would )?[a-z]+(?:ed|s|d|t|ld|ote|poke|ave|ade|egan)\b"
)
_CLAUSE_BEFORE = re.compile(r", (?:and|but|so|because|though|although|while|since) \Z")
_SAYS = re.compile(r"\s+(?:sa(?:id|ys)|told|added|asked|wrote|recalled|noted|warned|called|described|put it)\b")
_WITH_APPOSITION = re.compile(r"(?<=\bof them),\s.*", re.DOTALL)  # "one of them, an engineer"
_TAKES_UP_A_COMPANY = frozenset(
    "company firm group union agency organisation organization bank retailer carmaker automaker airline charity "
    "club institute party newspaper paper network publisher manufacturer developer outlet startup corporation "
    "association foundation department ministry campaign university institution trust commission committee "
    "council".split()
)
_OTHER_SUBJECT = re.compile(r"\b(?:he|she|they|it|we|who|that|said|says|told|which)\b", re.IGNORECASE)
_BARE_ORGANISATION = re.compile(r"the\s+(\w+)(?:[’']s?)?(?:,|$)", re.IGNORECASE)
_NOUN_PHRASE = re.compile(
    r"(?:.*\s|^)((?:the|an?|one|two|three|four|five|several|some|many|his|her|its|their|these|those|other)\s+[^,]+)$",
    re.IGNORECASE | re.DOTALL,
)
_OFFICES = frozenset(
    "president minister chancellor governor mayor senator congressman congresswoman king queen pope".split()
)
_TAKES_UP = re.compile(r"(?:the|this|that)\s", re.IGNORECASE)
_SENTENCES_BACK = 5
_TELLS = re.compile(
    r"\s+(?:\w+ly\s+|later\s+|also\s+|had\s+|has\s+)?(?:told|asked|urged|warned|assured|informed|reminded|advised|called|accused|praised"
    r"|thanked|blamed|criticized|criticised)\s+(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov)\.?\s+|[a-z]+\s+)?(?=[A-Z])"
)
_LONGEST_NAME = 40  # characters
_SPEAKERS_OWN = FIRST_PERSON | _FIRST_PERSON_PLURAL | {"our", "ours", "you", "your"}
# Which kinds of entities a source of a kind may stand for.
_FITTING = {
    "person": ("person",),
    "organisation": ("organisation", "place"),
    "group": ("organisation", "group"),
    "unknown": ("person", "organisation", "place"),
}
_NO_SUBJECT_BEFORE = re.compile(
    r"(?:\b(?:of|to|with|for|by|from|against|at|in|on|about|and|or|between|like|than|over|under|as)"
    r"|[’']s)\s+(?:\S+\s+){0,2}$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant."""

    place: int
    speaker: Speaker
    rank: int  # 3 speaks, 2 is a subject, 1 is named, 0 is named as a possessor
    is_quoted: bool = False
    described: Span | None = None  # the phrase of somebody without a name, meant only where the model agrees


@dataclass(slots=True)
class Antecedents:
    """What the article has named so far, sentence by sentence, and who has spoken."""

    text: ArticleText
    entities: ArticleEntities
    quotations: list[Quotation]
    chains: Chains
    subjects: Subjects
    spoken: list[tuple[int, Speaker]] = field(default_factory=list)
    _named: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))
    _said: dict[int, list[Candidate]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        named = [(name.span, name.entity) for name in self.entities.names if name.entity is not None]
        for span, entity in sorted([*named, *self._taking_up()], key=lambda entry: entry[0]):
            sentence = self.text.sentence_at(span[0])
            if sentence is not None:
                self._named[sentence].append(self._candidate(span, entity, sentence))
        for span in self.subjects.described():
            self._add_described(span)

    def _add_described(self, span: Span) -> None:
        """Take note of somebody without a name who is the subject of a sentence: "a widow", "the letter"."""
        number = self.text.sentence_at(span[0])
        if number is None or any(name.end == span[1] for name in self.entities.names_across(*span)):
            return
        if any(candidate.place == span[0] for candidate in self._named[number]):
            return
        speaker = read_source(span, self.text.body[slice(*self.text.sentences[number])], self.entities)
        is_known = _TAKES_UP.match(self.text.body, *span) is not None and speaker.kind != "document"
        if speaker.entity is None and speaker.kind in ("person", "organisation", "document") and not is_known:
            speaker = replace(speaker, phrase=None)
            self._named[number].append(Candidate(span[0], speaker, 2, is_within(span, self.quotations), span))

    def _taking_up(self) -> Iterator[tuple[Span, Cluster]]:
        """Yield the phrases that take up somebody named, each once: "the governor", "the bank"."""
        taken_up = dict(self.chains.nominals) | self.entities.nominals
        for span, entity in taken_up.items():
            if not self.entities.names_across(*span):
                yield span, entity

    def remember(self, place: int, speaker: Speaker) -> None:
        """Take note of who speaks at a place."""
        if speaker is UNKNOWN:
            return
        self.spoken.append((place, speaker))
        sentence = self.text.sentence_at(place)
        if sentence is not None:
            self._said[sentence].append(Candidate(place, speaker, 3))

    def resolve(self, span: Span, sentence: str, *, outer: Speaker = UNKNOWN) -> Speaker:
        """Return the speaker of a source phrase, whatever its form.

        :param span: where the phrase stands.
        :param sentence: the sentence or sentences around the attribution.
        :param outer: who says that somebody says it; in a quotation that is "I", and nobody else.
        """
        speaker = self._by_rules(span, sentence, outer)
        if speaker.entity or speaker.is_anonymous or not self._takes_up(span):
            return speaker
        entity = self.chains.entity_of(span)
        if entity is None or kind_of_entity(entity) not in _FITTING.get(speaker.kind, ()):
            return speaker
        phrase = self.text.body[slice(*span)]
        gender = GENDERS.get(phrase.casefold())
        if gender and entity.gender not in (None, gender) or _has_other_title(entity, phrase):
            return speaker
        return replace(speaker, kind=kind_of_entity(entity), entity=entity)

    def _takes_up(self, span: Span) -> bool:
        phrase = self.text.body[slice(*span)]
        word = phrase.casefold().strip()
        return is_definite(phrase) or bool(PRONOUN.fullmatch(word)) and word not in _SPEAKERS_OWN

    def _by_rules(self, span: Span, sentence: str, outer: Speaker) -> Speaker:
        span = (span[0], span[1] - len((_REFLEXIVE.search(self.text.body[slice(*span)]) or [""])[0]))
        phrase = self.text.body[slice(*span)]
        relative = _WITH_RELATIVE.search(phrase)
        if relative:
            is_last = relative[1] is not None
            span = (span[0], span[0] + relative.start()) if is_last else (span[0], span[0] + relative.end(2))
            phrase = self.text.body[slice(*span)]
        word = phrase.casefold().strip()
        if word in GENDERS:
            return self._person(span, GENDERS[word], outer)
        one_of_them = word if self.entities.names_within(*span) else _WITH_APPOSITION.sub("", word)
        if word in THEY or _ONE_OF_THEM.match(one_of_them):
            return self._of_several(span[0], one_of_them)
        if word in IT:
            return self._thing(span)
        if word in FIRST_PERSON | _FIRST_PERSON_PLURAL or word in ("you", "your"):
            return Speaker("person" if word in FIRST_PERSON else "group")
        if _RELATIVE.match(word):
            return self._relative(span, sentence)
        return self._phrase(span, sentence)

    def _phrase(self, span: Span, sentence: str) -> Speaker:
        speaker = self._with_affiliation(read_source(span, sentence, self.entities), span[0])
        phrase = self.text.body[slice(*span)]
        if speaker.entity or not is_definite(phrase):
            return speaker
        title = parse_nominal(phrase)
        bearer = self.entities.bearer_of(title, span[0]) if title else None
        if bearer:
            return named(speaker, bearer)
        if speaker.kind == "organisation":
            bare = _BARE_ORGANISATION.match(phrase)
            organisation = self._organisation(bare[1].casefold(), span[0]) if bare else None
            return named(speaker, organisation) if organisation else speaker
        return self._as_before(speaker)

    def _as_before(self, speaker: Speaker) -> Speaker:
        """Return what was said before of a definite phrase's people or document: "the officials", "the report"."""
        earlier = [other for _, other in self.spoken if other.head == speaker.head]
        if speaker.kind in ("person", "group") and not speaker.is_anonymous:
            speaker = replace(speaker, is_anonymous=any(other.is_anonymous for other in earlier))
        told = earlier[-1] if earlier else UNKNOWN
        if speaker.kind == told.kind == "document":
            return replace(speaker, entity=told.entity, seat=told.seat)
        if told.affiliation and not speaker.affiliation:
            return replace(speaker, affiliation=told.affiliation, affiliation_entity=told.affiliation_entity)
        return speaker

    def _with_affiliation(self, speaker: Speaker, place: int) -> Speaker:
        """Find the organisation that the noun in "a company spokesman" takes up."""
        if not speaker.affiliation or speaker.affiliation_entity:
            return speaker
        return replace(speaker, affiliation_entity=self._organisation(speaker.affiliation.casefold(), place))

    def _organisation(self, word: str, place: int) -> Cluster | None:
        """Return the organisation that "company" or "trust", with a definite article, takes up."""
        clusters = [
            cluster for cluster in self.entities.clusters if cluster.label == "ORG" and cluster.names[0].start < place
        ]
        namesakes = [c for c in clusters if singular_of(c.canonical_name.split()[-1].casefold()) == word]
        if len(namesakes) == 1:
            return namesakes[0]
        if word not in _TAKES_UP_A_COMPANY:
            return None
        fitting = called(word, clusters)
        for _, candidates in self._nearest((place, place)):
            organisations = [c.speaker.entity for c in candidates if c.speaker.entity in fitting]
            if organisations:
                return organisations[-1] if len(set(map(id, organisations))) == 1 else None
        return None

    def _person(self, span: Span, gender: str, outer: Speaker) -> Speaker:
        """Return the person whom "he" or "she" means.

        That is who speaks or is the subject of this sentence or the one before; else whom the model's chain names,
        where the gender fits; else who speaks, is the subject or is named farther back.
        """
        is_quoted = is_within(span, self.quotations)
        is_subject = self.text.body[slice(*span)].casefold() in ("he", "she")
        told = self._told(span[1])
        chained = self.chains.entity_of(span)
        if chained is not None and (is_quoted and chained is outer.entity or chained is told):
            chained = None
        if chained is not None and (chained.label != "PERSON" or chained.gender not in (None, gender)):
            chained = None
        ahead = self._ahead(span, gender) if is_subject and not is_quoted else None
        if ahead:
            return ahead
        fallback: Candidate | None = None
        for distance, candidates in self._nearest(span):
            unquoted = [c for c in candidates if is_quoted or not c.is_quoted]
            unquoted = [c for c in unquoted if not (is_quoted and outer.is_same(c.speaker))]
            unquoted = [c for c in unquoted if told is None or c.speaker.entity is not told]
            fitting = [c for c in unquoted if c.speaker.kind == "person" and _may_be(c.speaker, gender)]
            has_spoken = is_subject and any(c.rank == 3 for c in fitting)
            is_unsure = chained is not None and chained.gender and not any(_gender(c.speaker) for c in fitting)
            if chained and (distance > 1 or is_unsure and not has_spoken):
                break
            if not fitting:
                continue
            if is_subject and not is_quoted and distance == 0 and self._is_joined(span[0]):
                named_here = {id(c.speaker.entity): c.speaker for c in fitting if c.rank}
                if len(named_here) == 1:
                    return named_here.popitem()[1]
            best = max(
                fitting, key=lambda c: (c.rank, _gender(c.speaker) == gender, -c.place if c.rank == 2 else c.place)
            )
            if best.rank >= 2:
                return self._meant(best, gender)
            fallback = fallback or best
        if chained:
            return Speaker("person", chained)
        return self._meant(fallback, gender) if fallback else Speaker("person")

    def _ahead(self, span: Span, gender: str) -> Speaker | None:
        """Return whom a pronoun in a clause that opens its sentence looks ahead to: "As he has before, Lee said"."""
        number = self.text.sentence_at(span[0])
        start, end = self.text.sentences[number] if number is not None else (0, 0)
        if not _OPENS_CLAUSE.fullmatch(self.text.body, start, span[0]):
            return None
        names = self.entities.names_within(span[1], end)
        behind = next((name for name in names if name.label == "PERSON" and name.entity is not None), None)
        if behind is None or not self.text.body.endswith(", ", span[1], behind.start):
            return None
        speaker = Speaker("person", behind.entity)
        is_subject = _SUBJECT_VERB.match(self.text.body, behind.end)
        return speaker if is_subject and _may_be(speaker, gender) else None

    def _is_joined(self, place: int) -> bool:
        """Whether a clause that begins at a place is joined to the one before: "..., and he"."""
        return _CLAUSE_BEFORE.search(self.text.body, max(0, place - 12), place) is not None

    def _told(self, end: int) -> Cluster | None:
        """Return whom a pronoun's verb has as its object, which cannot be whom the pronoun means: "he told Roe"."""
        verb = _TELLS.match(self.text.body, end)
        names = self.entities.names_within(verb.end(), verb.end() + _LONGEST_NAME) if verb else []
        return names[0].entity if names and names[0].start == verb.end() else None

    def _meant(self, candidate: Candidate, gender: str) -> Speaker:
        entity = candidate.speaker.entity
        if entity and entity.gender is None and candidate.rank >= 2:
            entity.gender = gender
        return candidate.speaker

    def _of_several(self, place: int, word: str) -> Speaker:
        is_one = bool(re.match(r"(?:only )?one|another|the (?:other|first|second|latter|former)$", word))
        body = self.text.body
        speaks = _SAYS.match(body, place + len(word)) or body.endswith((" said ", " says "), 0, place)
        is_somebody = bool(_SOMEBODY.match(word)) and (word != "one" or bool(speaks))  # "one would expect" is anybody
        for said_at, earlier in sorted(self.spoken, key=lambda entry: -entry[0]):
            if said_at >= place or (word in THEY and self._sentences_between(said_at, place) > 2):
                continue
            if earlier.kind == "group" or (is_one and earlier.is_anonymous):
                is_anonymous = earlier.is_anonymous or is_somebody
                kind = "person" if is_one else "group"
                return replace(earlier, kind=kind, entity=None, phrase=None, is_anonymous=is_anonymous)
        return Speaker("person" if is_one else "group", is_anonymous=is_somebody)

    def _sentences_between(self, one: int, two: int) -> int:
        return (self.text.sentence_at(two) or 0) - (self.text.sentence_at(one) or 0)

    def _thing(self, span: Span) -> Speaker:
        """Return the organisation, place or document that "it" means: whoever speaks or is the subject nearby."""
        for number, (_, candidates) in enumerate(self._nearest(span)):
            fitting = [
                c for c in candidates if c.speaker.kind in ("organisation", "place", "document") and not c.is_quoted
            ]
            fitting = [c for c in fitting if c.rank >= 2]
            if fitting:
                return max(fitting, key=lambda c: (c.rank, -c.place)).speaker
            if number >= 2:
                break
        return UNKNOWN

    def _relative(self, span: Span, sentence: str) -> Speaker:
        """Return whom "who" or "which" refers to: the name right before it, else the noun whose clause it opens."""
        place = span[0]
        number = self.text.sentence_at(place)
        start = self.text.sentences[number][0] if number is not None else 0
        name = next((name for name in reversed(self.entities.names_within(start, place)) if name.entity), None)
        is_beside = name is not None and re.fullmatch(r"\W*", self.text.body[name.end : place])
        is_person = name is not None and name.entity.label == "PERSON"
        word = self.text.body[slice(*span)].casefold()
        if is_beside and (word == "whose" or is_person == word.startswith("who")):
            return Speaker(kind_of_entity(name.entity), name.entity)
        antecedent = self.subjects.antecedent_of(span)
        if antecedent:
            return self._phrase(antecedent, sentence)
        if is_person and word == "which":
            return self._document_before(start, place)
        return Speaker(kind_of_entity(name.entity), name.entity) if is_beside else self._before(start, place, sentence)

    def _before(self, start: int, place: int, sentence: str) -> Speaker:
        """Return whom the noun phrase before a relative pronoun names, where there is no parse."""
        clause = re.search(r"[^,;:—“”\"()]+,?\s*$", self.text.body[start:place])
        phrase = _NOUN_PHRASE.match(clause[0].rstrip(" ,\n")) if clause else None
        if not clause or not phrase:
            return UNKNOWN
        first = place - len(clause[0])
        return self._phrase((first + phrase.start(1), first + phrase.end(1)), sentence)

    def _document_before(self, start: int, place: int) -> Speaker:
        """Return what "which" takes up behind a person's name: "a readout of the call with Trump which stated"."""
        words = re.findall(r"[\w-]+", self.text.body[start:place])
        kinds = [speaker_of_noun(word.casefold()) for word in words if word.islower()]
        return next((speaker for speaker in reversed(kinds) if speaker.kind == "document"), UNKNOWN)

    def _nearest(self, span: Span) -> Iterator[tuple[int, list[Candidate]]]:
        """Yield how many sentences back candidates stand, and the candidates: the nearest sentence first."""
        place, number = span[0], self.text.sentence_at(span[0])
        if number is None:
            return
        for sentence in range(number, max(-1, number - _SENTENCES_BACK - 1), -1):
            candidates = [*self._named.get(sentence, ()), *self._said.get(sentence, ())]
            before = [
                candidate
                for candidate in candidates
                if candidate.place < place
                and (candidate.described is None or self.chains.are_one(span, candidate.described))
            ]
            if before:
                yield number - sentence, before

    def _candidate(self, span: Span, entity: Cluster, sentence: int) -> Candidate:
        body = self.text.body
        start = self.text.sentences[sentence][0]
        is_possessor = re.match(r"[’']s?\b", body[span[1] : span[1] + 2]) is not None
        before = body[start : span[0]]
        is_first = not self._named[sentence] and not _OTHER_SUBJECT.search(before)
        rank = 0 if is_possessor else 2 if is_first and not _NO_SUBJECT_BEFORE.search(before[-40:]) else 1
        speaker = Speaker(kind_of_entity(entity), entity)
        return Candidate(span[0], speaker, rank, is_within(span, self.quotations))


def _has_other_title(entity: Cluster, phrase: str) -> bool:
    """Whether a phrase is a title and somebody is said to have others only: "the president", Senator Roe."""
    title = parse_nominal(_REFLEXIVE.sub("", phrase))
    known = {title.head for _, title in entity.titles}
    return title is not None and title.head in _OFFICES and title.head not in known and bool(known & _OFFICES)


def _gender(speaker: Speaker) -> str | None:
    return speaker.entity.gender if speaker.entity else gender_of_noun(speaker.head)


def _may_be(speaker: Speaker, gender: str) -> bool:
    return _gender(speaker) in (None, gender)
