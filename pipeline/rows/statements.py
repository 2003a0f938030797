"""Statements: claims as sentences that are understood without their article.

As few edits as that takes (decontextualisation; Choi et al., 2021): who is meant is named where he is first spoken of,
relative dates are told, a subject that the words leave out is put before them. What is not known stays as it is.
"""

import re
from bisect import bisect_left
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from spacy.tokens import Doc, Token

from pipeline.records import Claim, Entity, Mention, Quote
from pipeline.rows.agreement import agree, agree_verb, reflexives, spell_out
from pipeline.rows.certainty import Certainty
from pipeline.rows.clauses import is_broken_off, without_loose_end
from pipeline.rows.descriptions import Description, Descriptions, is_empty
from pipeline.rows.lexicon import read_lexicon
from pipeline.rows.marks import CLOSING, OPENING, STRAIGHT, Quotation
from pipeline.rows.omitted import OmittedSubject, find_omitted_subject
from pipeline.rows.persons import parse_person
from pipeline.rows.pronouns import REFLEXIVES
from pipeline.rows.propositions import SUBJECTS, find_root, first_word_of, has_child
from pipeline.rows.quoting import is_within
from pipeline.rows.recast import Actor, begins_sentence, describes, modal_of, recast, says_what_noun_means
from pipeline.rows.sources import RELATIVE_AT_END
from pipeline.rows.text import Edit, Span, overlaps, text_of
from pipeline.rows.times import Days, TimeExpression

_FIRST_PERSON = frozenset("i me my mine".split())
_PLURAL = frozenset("we us our ours they them their theirs".split())
_OTHERS = frozenset("they them their theirs".split())  # more than one, where a person is held to be meant
_POSSESSIVES = frozenset("his its their my our mine ours theirs hers".split())
_MANY = ("they", "them", "their")
_FORMS = {"male": ("he", "him", "his"), "female": ("she", "her", "her"), "neuter": ("it", "it", "its")}
_REFLEXIVES = {"male": "himself", "female": "herself", "neuter": "itself"}
_AGAINST = ("denies", "opposes", "questions")  # stances
_GENDERS = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_NOT_RESOLVED = frozenset("you your yours".split())
_HONORIFICS = frozenset("mr mrs ms miss".split())
_HONORIFIC_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Miss)\.?\s+$")
_LOOK_BACK = 6
# What means the outlet's own place as often as one that is named.
_AMBIGUOUS = frozenset("state country nation city town county region world government public".split())
_TIMES = frozenset("time day week month year moment matter shame pity fact".split())  # "it was time to"
_OPEN = frozenset("whether how why who what which to not".split())
_CLAUSES = frozenset(("root", "ccomp", "conj", "parataxis"))
_FINITE = frozenset(("VBD", "VBP", "VBZ"))
_CONTENT = frozenset(("NOUN", "PROPN", "NUM", "ADJ"))
_EMPTY_VERBS = frozenset("do have be get go say tell".split()) | frozenset(
    word for name in ("know", "believe") for word in read_lexicon("cues")["classes"][name]["words"].split()
)
_SUBJECT_FORMS = frozenset("he she they we".split())
_SUBJECT_PRONOUNS = frozenset("he she it they".split())
_WHO = frozenset(("WP", "WDT"))
_LONGEST_NOMINAL = 5  # words
_WITH_ARTICLE = re.compile(
    r"(?:Government|Ministry|Military|Office|Department|Parliament|Bank) of\b"
    r"|United (?:States|Kingdom|Nations|Arab Emirates)|European Union|Netherlands|Philippines|Maldives|Bahamas|Vatican"
)
_WITH_YEAR = re.compile(r"(?:1[5-9]|20)\d\d|[’']\d\d\b")
_INNER_QUOTATION = re.compile(r"‘|(?<=[\s,:])'(?=\w)")
_TITLE_AFTER = re.compile(r" (?:Have|Am|Will|Was|Do|Want|Know|Love|Can)\b")  # "I Have a Dream"
_COMMA_AT_END = re.compile(r"[,;:—–\s]+([”\"’']?)$")
_ELSEWHERE = re.compile(r"\b(?:before|after|earlier|later)$")  # reckoned from another day than the article's
_CALENDAR = re.compile(r"\d{4}(?:-.*)?")
_LINK_AT_START = re.compile(r"^([“\"‘]?)(?:and|but),?\s+(?!for\b)(?=\w)", re.IGNORECASE)
_CLOSED = re.compile(r"[.?!…][”\"’')]*$")
_BEFORE_NAMED = 2  # times that a family name stands alone, and may be another's, before it is told whose it is
_NAME_BEFORE = 3  # characters between a name and its apposition


def state_claims(
    claims: Iterable[Claim],
    quotes: Iterable[Quote],
    times: Sequence[TimeExpression],
    doc: Doc,
    mentions: Iterable[Mention],
    entities: Iterable[Entity],
    quotations: list[Quotation],
) -> tuple[Claim, ...]:
    """Return claims with their statements, and whether these are clauses.

    :param times: the article's time expressions.
    :param doc: the article's annotation: ``token.dep_``, ``token.head``, ``token.tag_``; without a parse nobody is put
        before words that leave out their subject.
    :param mentions: the article's, with their entities.
    :param quotations: where quotation marks open and close.
    """
    writer = _Writer(doc, text_of(doc), Names(doc, mentions, entities), Descriptions(doc), times, quotations)
    by_id = {quote.quote_id: quote for quote in quotes}
    return tuple(writer.stated(claim, by_id.get(claim.quote_id)) for claim in claims)


class Names:
    """How the entities of an article are named, and where."""

    def __init__(self, doc: Doc, mentions: Iterable[Mention], entities: Iterable[Entity]):
        body, mentions = text_of(doc), tuple(mentions)
        self.mentions = sorted(
            (mention for mention in mentions if mention.entity_id), key=lambda m: (m.start_char, -m.end_char)
        )
        self.certainty = Certainty(doc, mentions, self.gender, self.name)
        self._entities = {entity.entity_id: entity for entity in entities}
        self._relatives = _relatives(self._entities.values()) | self._called_before()
        self._apostrophe = "’" if "’" in body else "'"
        named = [mention for mention in self.mentions if mention.form == "name"]
        self._ends = {(mention.end_char, mention.entity_id) for mention in named}
        total = Counter(mention.entity_id for mention in named if not _is_modifier(doc, mention))
        with_article = Counter(mention.entity_id for mention in named if _has_article(doc, mention))
        self._with_article = {entity for entity, count in with_article.items() if 2 * count > total[entity]}
        self._genders: dict[str, Counter[str]] = {}
        for mention in self.mentions:
            gender = mention.form == "pronoun" and _GENDERS.get(mention.text.casefold())
            if gender:
                self._genders.setdefault(mention.entity_id, Counter())[gender] += 1

    def name(self, entity_id: str) -> str | None:
        """Return an entity's name, with its article where it has one."""
        entity = self._entities.get(entity_id)
        if entity is None:
            return None
        takes_article = entity.label != "PERSON" and (
            entity_id in self._with_article or _WITH_ARTICLE.match(entity.name)
        )
        return f"the {entity.name}" if takes_article and not entity.name.startswith("The ") else entity.name

    def name_at(self, entity_id: str, place: int, *, is_title: bool = False) -> str | None:
        """Return how an entity is to be named at a place.

        Of several people of one family name, and where it stands alone before it is told whose it is, who is held to be
        meant is often another: he is called what the article last called him, and by
        his family name alone where it is a title that takes him up.
        """
        if entity_id not in self._relatives:
            return self.name(entity_id)
        earlier = self.mentions[: bisect_left(self.mentions, place, key=attrgetter("start_char"))]
        names = (mention for mention in reversed(earlier) if mention.form == "name" and mention.entity_id == entity_id)
        called = (parse_person(_without_possessive(mention.text)) for mention in names)
        return next((name.text for name in called if not (is_title and name.is_full)), None)

    def may_be_relative(self, entity_id: str) -> bool:
        """Whether a person's family name may well mean somebody else of it."""
        return entity_id in self._relatives

    def _called_before(self) -> set[str]:
        """Return the people who are called by their family names often before they are once named in full."""
        full: dict[str, list[bool]] = {}
        for mention in self.mentions:
            if mention.form == "name" and self.is_person(mention.entity_id):
                full.setdefault(mention.entity_id, []).append(parse_person(mention.text).is_full)
        return {entity for entity, told in full.items() if not any(told[:_BEFORE_NAMED]) and sum(told) == 1}

    def possessive(self, name: str) -> str:
        """Return the possessive of a name: Lee’s, the United States’."""
        return name + self._apostrophe + ("" if name.endswith("s") else "s")

    def is_person(self, entity_id: str) -> bool:
        """Whether an entity is a person."""
        return entity_id in self._entities and self._entities[entity_id].label == "PERSON"

    def is_people(self, entity_id: str) -> bool:
        """Whether an entity is a people, a party or a faith: more than one."""
        return entity_id in self._entities and self._entities[entity_id].label == "NORP"

    def gender(self, entity_id: str) -> str | None:
        """Return ``male`` or ``female``, as the given name or else the article's pronouns have it.

        ``neuter`` is what is no person; who may be another of the same family name has the gender of all pronouns.
        """
        if not self.is_person(entity_id):
            return "neuter"
        counts = self._genders.get(entity_id)
        if entity_id in self._relatives:
            return next(iter(counts)) if counts and len(counts) == 1 else None
        given = parse_person(self._entities[entity_id].name).gender
        if given:
            return given
        return counts.most_common(1)[0][0] if counts else None

    def is_beside_name(self, mention: Mention) -> bool:
        """Whether a noun phrase stands beside its bearer's name."""
        before = range(mention.start_char - _NAME_BEFORE, mention.start_char + 1)
        after = range(mention.end_char, mention.end_char + _NAME_BEFORE + 1)
        starts = {(other.start_char, other.entity_id) for other in self.mentions if other.form == "name"}
        return any((place, mention.entity_id) in self._ends for place in before) or any(
            (place, mention.entity_id) in starts for place in after
        )

    def across(self, place: int) -> list[Mention]:
        """Return the mentions that a place is in."""
        last = bisect_left(self.mentions, place + 1, key=attrgetter("start_char"))
        return [mention for mention in self.mentions[:last] if mention.end_char > place]

    def within(self, span: Span) -> list[Mention]:
        """Return the mentions inside a span, in order."""
        first = bisect_left(self.mentions, span[0], key=attrgetter("start_char"))
        last = bisect_left(self.mentions, span[1], key=attrgetter("start_char"))
        return [mention for mention in self.mentions[first:last] if mention.end_char <= span[1]]


@dataclass(slots=True)
class _Told:
    """What a statement has told so far."""

    speaker: str | None  # whose words they are
    is_direct: bool  # his very words
    start: int  # of the words
    is_against: bool = False  # who speaks is against what they mean
    is_content: bool = False  # and not who is put before them
    last: dict[bool, str] = field(default_factory=dict)  # the person, and the other entity, that was named last
    named: set[str] = field(default_factory=set)  # entities
    days: set[Days] = field(default_factory=set)


@dataclass(slots=True)
class _Writer:
    """Writes the statements of one article."""

    doc: Doc
    body: str
    names: Names
    descriptions: Descriptions
    times: Sequence[TimeExpression]
    quotations: list[Quotation]

    def stated(self, claim: Claim, quote: Quote | None) -> Claim:
        """Return a claim with its statement."""
        span = without_loose_end(self.doc, (claim.start_char, claim.end_char))
        is_direct, is_against = quote is not None and quote.kind == "direct", claim.stance in _AGAINST
        told = _Told(quote and quote.speaker_entity_id, is_direct, span[0], is_against)
        omitted = find_omitted_subject(self.doc, span, quote)
        actor = self._actor(omitted, quote)
        words_of_actor = self._before(omitted, quote, told) if actor else ""
        edits = recast(self.doc, span, quote, actor if words_of_actor else None)
        verbs = "" if edits or not words_of_actor else self._verbs(omitted, quote, actor)
        if not edits and not verbs and words_of_actor and self._was_first_person(omitted, words_of_actor):
            edits = agree_verb(first_word_of(find_root(self.doc, span)))
        told.is_content = True
        words = self._render(span, told, edits)
        statement = _LINK_AT_START.sub(r"\1", _balanced(" ".join(f"{words_of_actor} {verbs} {words}".split())))
        end = "?" if self.body[span[1] :].startswith("?") else "."
        is_whole = not is_broken_off(self.doc, span)
        has_verb = bool(edits) or self._is_sentence(span) or (bool(words_of_actor) and self._is_led(span, verbs))
        statement = _as_sentence(statement, end) if is_whole and (has_verb or quote is None) else statement
        # Who calls a report fiction denies the report, and not that it is fiction.
        is_verdict = bool(edits) and claim.stance == "denies" and describes(quote)
        is_clause = is_whole and has_verb and not is_verdict and self._tells_something(span)
        return replace(claim, statement=statement, is_clause=is_clause)

    def _actor(self, omitted: OmittedSubject | None, quote: Quote | None) -> Actor | None:
        """Return in what number he stands who acts where the words leave it out."""
        if omitted is None:
            return None
        if omitted.span is None:
            return Actor(is_plural=quote.speaker_kind == "group", is_source=True)
        phrase = self.doc.char_span(*omitted.span, alignment_mode="expand")
        return Actor(is_plural=phrase.root.tag_ in ("NNS", "NNPS") or phrase.root.lower_ in _PLURAL)

    def _before(self, omitted: OmittedSubject, quote: Quote | None, told: _Told) -> str:
        if omitted.span:
            subject = self._render(omitted.span, told)
        else:
            entity = quote.speaker_entity_id
            subject = (entity and self.names.name(entity)) or quote.speaker_name
            is_phrase = " " in (quote.source_text or "") or (quote.source_text or "").casefold() in _SUBJECT_FORMS
            if subject is None and is_phrase:
                subject = self._render((quote.source_start_char, quote.source_end_char), told)
                subject = RELATIVE_AT_END.sub("", subject)
            if entity:
                told.last[self.names.is_person(entity)] = entity
                told.named.add(entity)
        return subject or ""

    def _was_first_person(self, omitted: OmittedSubject, words: str) -> bool:
        """Whether a name stands for the "I" or "we" that words leave out."""
        said = self.body[slice(*omitted.span)].casefold() if omitted.span else ""
        return said in ("i", "we") and words.casefold() != said

    def _is_sentence(self, span: Span) -> bool:
        """Whether there is a clause with a subject and a finite verb that is part of no other."""
        root = find_root(self.doc, span)
        if root is None:
            return False
        clause = self.doc.char_span(*span, alignment_mode="expand")
        if clause[0].lower_ in _OPEN and clause[-1].text != "?":
            return False
        is_subordinate = clause[0].tag_ == "IN" and clause[0].lower_ != "with"
        if is_subordinate and clause[0].head == root and clause[0].dep_ == "mark":
            return any(begins_sentence(clause[word.i - clause.start + 1 :]) for word in clause if word.text == ",")
        tops = (
            v for v in clause if (v == root and v.dep_ != "acl:relcl") or v.dep_.casefold() in _CLAUSES
            if not _is_told_of_noun(v, clause)
        )
        return begins_sentence(clause) or any(_is_finite(verb) and _has_subject(verb, span) for verb in tops)

    def _verbs(self, omitted: OmittedSubject, quote: Quote | None, actor: Actor) -> str:
        """Return the verbs between a subject and the words that leave it out, "should" where they are "to"."""
        modal = modal_of(self.doc, quote, actor) if quote and omitted.verbs == "to" and quote.cue_end_char else None
        return modal or omitted.verbs

    def _is_led(self, span: Span, verbs: str) -> bool:
        """Whether the verb of a claim that leaves out its subject is finite, or an auxiliary before it is."""
        root = find_root(self.doc, span)
        return verbs not in ("", "to") or (root is not None and _is_finite(root))

    def _tells_something(self, span: Span) -> bool:
        """Whether there is more than pronouns and verbs of knowing, as in "It is" and "Suddenly, I realized"."""
        return any(
            word.pos_ in _CONTENT or (word.pos_ == "VERB" and word.lemma_.casefold() not in _EMPTY_VERBS)
            for word in self.doc.char_span(*span, alignment_mode="expand")
        )

    def _render(self, span: Span, told: _Told, others: Sequence[Edit] = ()) -> str:
        """Return the words of a span with whom and when they mean.

        :param others: edits that are made as well, where no name is put.
        """
        edits: list[Edit] = []
        for mention in self.names.within(span):
            if not any(overlaps((mention.start_char, mention.end_char), edit[:2]) for edit in edits):
                edits += self._edits(mention, told)
        named = [(mention.start_char, mention.end_char) for mention in self.names.within(span)]
        for description in self.descriptions.within(span):
            if not any(overlaps(description.span, other) for other in named):
                edits += self._description(description, told)
        first = bisect_left(self.times, span[0], key=attrgetter("start"))
        for time in self.times[first:]:
            if time.end > span[1]:
                break
            edits += self._day(time, told)
        edits += [edit for edit in others if not any(overlaps(edit[:2], other[:2]) for other in edits)]
        words, place = [], span[0]
        for start, end, text in sorted(edits):
            if place <= start and end <= span[1]:
                words += [self.body[place:start], text]
                place = end
        return "".join([*words, self.body[place : span[1]]])

    def _description(self, description: Description, told: _Told) -> list[Edit]:
        """Return the edits that put the words of a noun phrase in the place of what takes it up."""
        (start, end), token = description.words, description.token
        words = description.article + self._render((start + description.skipped, end), replace(told, last={}))
        first = self.doc.char_span(start, end, alignment_mode="expand")[0]
        is_name = first.pos_ == "PROPN" or first.ent_type_ or first.text[1:] != first.lower_[1:]
        if _is_first_word(first) and not is_name:
            words = words[:1].lower() + words[1:]
        if token.lower_ in _POSSESSIVES or (token.lower_ == "her" and token.tag_ == "PRP$"):
            return [(*description.span, self.names.possessive(words))]
        return [(*description.span, words), *(spell_out(token) if token.lower_ in _SUBJECT_PRONOUNS else [])]

    def _edits(self, mention: Mention, told: _Told) -> list[Edit]:
        if self._is_who_speaks(mention, told):
            mention = replace(mention, entity_id=told.speaker)
        entity, kind = mention.entity_id, self.names.is_person(mention.entity_id)
        name = self.names.name_at(entity, mention.start_char, is_title=mention.form == "nominal")
        is_known = told.last.get(kind) == entity
        if name is None:
            return []
        if mention.form == "pronoun":
            edits = self._pronoun(mention, name, told, is_known=is_known)
        elif mention.form == "nominal":
            edits = [] if entity in told.named else self._nominal(mention, name)
        else:
            edits = [] if entity in told.named else self._name(mention, name)
        if edits or mention.form == "name":
            told.last[kind] = entity
            told.named.add(entity)
        return edits

    def _pronoun(self, mention: Mention, name: str, told: _Told, *, is_known: bool) -> list[Edit]:
        phrase = self.doc.char_span(mention.start_char, mention.end_char)
        word = mention.text.casefold()
        is_own = word in _FIRST_PERSON or word in ("we", "us", "our", "ours")
        if phrase is not None and word == "myself":
            return [(mention.start_char, mention.end_char, self._reflexive(mention.entity_id))]
        if phrase is None or word in REFLEXIVES | _NOT_RESOLVED or (mention.entity_id in told.named and not is_own):
            return []
        if word in _OTHERS and self.names.is_person(mention.entity_id):
            return []
        token, known_gender = phrase[0], self.names.gender(mention.entity_id)
        gender = _GENDERS.get(word)
        if gender and known_gender not in (gender, None):
            return []
        if is_own and _INNER_QUOTATION.search(self.body, told.start, mention.start_char):
            return []  # somebody else’s words
        if is_own and _TITLE_AFTER.match(self.body, mention.end_char):
            return []
        if self._is_bound(token, mention, told) or not self._is_certain(mention, gender, told):
            return []
        if self._is_beside_itself(token, mention) or (word == "it" and self._means_nothing(token, mention)):
            return []
        is_possessive = word in _POSSESSIVES or (word == "her" and token.tag_ == "PRP$")
        is_plural = self.names.is_people(mention.entity_id)
        known_forms = _MANY if is_plural else _FORMS.get(known_gender or "", _MANY)
        forms = known_forms if is_known else None
        if forms:
            text = forms[2 if is_possessive else 1 if word in ("me", "us") else 0]
        else:
            text = self.names.possessive(name) if is_possessive else name
        edits = [(mention.start_char, mention.end_char, text)]
        if is_own and word in _PLURAL:
            reflexive = self._reflexive(mention.entity_id)
            edits += [(other.idx, other.idx + len(other), reflexive) for other in reflexives(token)]
        if is_possessive or word in ("me", "us", "him", "them"):
            return edits
        if not (is_own or word in _PLURAL):
            return edits + spell_out(token)
        return edits + agree(token, is_plural=is_plural or text in _MANY)

    def _reflexive(self, entity_id: str) -> str:
        many = self.names.is_people(entity_id)
        return "themselves" if many else _REFLEXIVES.get(self.names.gender(entity_id) or "", "themselves")

    def _is_who_speaks(self, mention: Mention, told: _Told) -> bool:
        """Whether "he" at the beginning of what somebody is said to say is himself, as nobody else is certain."""
        gender = _GENDERS.get(mention.text.casefold())
        is_first = told.is_content and mention.start_char == told.start and mention.text.casefold() in ("he", "she")
        if not is_first or told.is_direct or told.speaker is None or not self.names.is_person(told.speaker):
            return False
        is_fit = self.names.gender(told.speaker) in (gender, None) and not self._is_quoted(mention)
        return is_fit and not self.names.certainty.is_certain(mention, gender)

    def _is_bound(self, token: Token, mention: Mention, told: _Told) -> bool:
        """Whether a pronoun means somebody of its own clause: "his own", and nobody who speaks, as "accused them"."""
        following = token.nbor().lower_ if token.i + 1 < len(token.doc) else ""
        is_object = token.lower_ in ("him", "her", "them") and token.tag_ == "PRP" and token.idx == told.start
        return following == "own" or (is_object and mention.entity_id == told.speaker and not told.is_direct)

    def _is_certain(self, mention: Mention, gender: str | None, told: _Told) -> bool:
        """Whether it is certain whom "he" or "she" means: who says so of himself, or nobody else who is near."""
        if not gender:
            return True
        certainty, is_quoted = self.names.certainty, told.is_direct or self._is_quoted(mention)
        is_reported = told.is_content and told.speaker is not None and not is_quoted
        if is_reported and mention.entity_id == told.speaker and certainty.is_alone(mention, gender, told.start):
            is_first = mention.start_char == told.start
            return not (told.is_against and is_first and mention.text.casefold() in _POSSESSIVES | {"her"})
        may_be_speaker = is_reported and self.names.gender(told.speaker) in (gender, None)
        if may_be_speaker and mention.start_char == told.start and mention.entity_id != told.speaker:
            return False  # "Lee said he": whoever else may be meant
        return certainty.is_certain(mention, gender, speaker=told.speaker if is_quoted else None)

    def _is_quoted(self, mention: Mention) -> bool:
        return is_within((mention.start_char, mention.end_char), self.quotations)

    def _is_beside_itself(self, token: Token, mention: Mention) -> bool:
        """Whether a pronoun is coordinated with a name of whom it is held to mean: "he and Mr. Lee"."""
        others = [child for child in token.children if child.dep_ == "conj"]
        return any(other.entity_id == mention.entity_id for o in others for other in self.names.across(o.idx))

    def _means_nothing(self, token: Token, mention: Mention) -> bool:
        """Whether "it" may well mean nothing, as in "it is clear that"; a country or city seldom is something."""
        is_place, is_time = mention.label != "ORG", token.head.lemma_.casefold() in _TIMES
        return is_empty(token) or (has_child(token.head, "cop") and (is_place or is_time))

    def _nominal(self, mention: Mention, name: str) -> list[Edit]:
        phrase = self.doc.char_span(mention.start_char, mention.end_char)
        if phrase is None or len(mention.text.split()) > _LONGEST_NOMINAL or not _may_be_replaced(phrase.root, phrase):
            return []
        is_kept = phrase.root.lower_ in _AMBIGUOUS or any(token.ent_type_ for token in phrase)
        if is_kept or self.names.is_beside_name(mention) or not self.names.certainty.is_certain(mention):
            return []
        is_possessive = re.search(r"[’']s?$", mention.text)
        return [(mention.start_char, mention.end_char, self.names.possessive(name) if is_possessive else name)]

    def _name(self, mention: Mention, name: str) -> list[Edit]:
        """Return a surname's edit to the full name: "Mr. Lee" to "Ann Lee"."""
        phrase = self.doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
        is_kept = not self.names.is_person(mention.entity_id) or self.names.may_be_relative(mention.entity_id)
        if is_kept or phrase.root.dep_ in ("compound", "amod"):
            return []
        given, full = mention.text.split(), name.split()
        shared = 0
        while shared < min(len(given), len(full)) and given[-1 - shared] == full[-1 - shared]:
            shared += 1
        before = [word.casefold().rstrip(".") for word in given[: len(given) - shared]]
        if not 0 < shared < len(full) or any(word not in _HONORIFICS for word in before):
            return []
        start = mention.start_char
        honorific = _HONORIFIC_BEFORE.search(self.body[max(0, start - _LOOK_BACK) : start])
        return [(start - len(honorific[0]) if honorific else start, mention.end_char, name)]

    def _day(self, time: TimeExpression, told: _Told) -> list[Edit]:
        """Return the edit that tells the days of a relative date behind it, once."""
        body = self.body
        if time.days is None or time.days in told.days or not _CALENDAR.fullmatch(time.value):
            return []
        told.days.add(time.days)
        if _WITH_YEAR.search(body, time.start, time.end) or _ELSEWHERE.search(body, time.start, time.end):
            return []
        possessive = re.compile(r"[’']s\b").match(body, time.end)
        place = possessive.end() if possessive else time.end
        return [(place, place, f" ({_written(time.days)})")]


def _relatives(entities: Iterable[Entity]) -> set[str]:
    """Return the people who share their family name with somebody of another given name."""
    families: dict[str, list[tuple[str, str | None, str | None]]] = {}
    for entity in entities:
        if entity.label == "PERSON":
            person = parse_person(entity.name)
            for family in person.family_names:
                families.setdefault(family, []).append((entity.entity_id, person.given_name, person.generation))
    return {
        entity
        for members in families.values()
        if len({(given, generation) for _, given, generation in members if given}) > 1
        for entity, *_ in members
    }


def _without_possessive(name: str) -> str:
    return re.sub(r"[’']s?$", "", name)


def _is_first_word(word: Token) -> bool:
    """Whether a word is a sentence's first, but for marks."""
    while not word.is_sent_start and word.i and word.nbor(-1).is_punct:
        word = word.nbor(-1)
    return bool(word.is_sent_start)


def _is_modifier(doc: Doc, mention: Mention) -> bool:
    phrase = doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
    return phrase.root.dep_ in ("compound", "amod")


def _has_article(doc: Doc, mention: Mention) -> bool:
    """Whether a name stands with "the", and not before a noun that the article belongs to."""
    phrase = doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
    before = doc[phrase.start - 1].lower_ if phrase.start else ""
    return "the" in (phrase[0].lower_, before) and phrase.root.dep_ not in ("compound", "amod")


def _is_finite(verb: Token) -> bool:
    has_subject = verb.tag_ == "VBN" and has_child(verb, "nsubj")
    return verb.tag_ in _FINITE or has_subject or any(child.dep_.startswith(("aux", "cop")) for child in verb.children)


def _is_told_of_noun(verb: Token, clause: Sequence[Token]) -> bool:
    """Whether a clause is no sentence, but says what a noun before it means: "the rule that nobody may vote"."""
    joints = (child for child in verb.children if child.i > clause[0].i and says_what_noun_means(child))
    return any(joints) and verb.head.pos_ in ("NOUN", "PROPN") and not has_child(verb.head, "cop")


def _has_subject(verb: Token, span: Span) -> bool:
    return any(
        child.dep_ in SUBJECTS and span[0] <= child.idx < span[1] and not (child.tag_ in _WHO and child.idx > span[0])
        for child in verb.children
    )


def _may_be_replaced(head: Token, phrase: Sequence[Token]) -> bool:
    """Whether a noun phrase is all there is of it, neither predicate nor apposition, and means one."""
    inside = {token.i for token in phrase}
    if head.tag_ in ("NNS", "NNPS") or head.dep_ in ("appos", "compound", "flat", "vocative"):
        return False
    return not any(
        child.dep_ in ("cop", "appos", "flat") or (child.dep_.startswith(("nmod", "acl")) and child.i not in inside)
        for child in head.children
    )


def _written(days: Days) -> str:
    """Write days as short as they can be told: 2025, 2025-11, 2025-11-24, 2025-11-24 to 2025-11-30."""
    first, last = days
    if first == last:
        return first.isoformat()
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1] and first.year == last.year:
        if (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            return f"{first:%Y-%m}"
    return f"{first} to {last}"


def _balanced(text: str) -> str:
    """Take out quotation marks without a partner."""
    if sum(text.count(mark) for mark in STRAIGHT) % 2:
        text = "".join(character for character in text if character not in STRAIGHT)
    open_at, lone = [], []
    for place, character in enumerate(text):
        if character in OPENING:
            open_at.append(place)
        elif character in CLOSING and open_at:
            open_at.pop()
        elif character in CLOSING:
            lone.append(place)
    without = {*open_at, *lone}
    if not without:
        return text
    return "".join(character for place, character in enumerate(text) if place not in without)


def _as_sentence(text: str, end: str) -> str:
    """Begin with a capital letter and end with a full stop or a question mark."""
    start = next((place for place, character in enumerate(text) if character.isalnum()), 0)
    first_word = text[start:].split()[0] if text[start:] else ""
    if first_word[1:].islower() or len(first_word) == 1:
        text = text[:start] + text[start].upper() + text[start + 1 :]
    if _CLOSED.search(text):
        return text
    return _COMMA_AT_END.sub(r"\1", text) + end
