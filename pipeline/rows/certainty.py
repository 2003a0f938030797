"""Whether it is certain enough whom a pronoun or phrase means to put the name in its place.

A wrong name turns a true sentence into a false one about somebody, a pronoun that stays does not. So whoever else may
be meant by "he" has to stand back: where other people of fitting gender are near, the one who is meant has to be the
one subject among them (centering; Grosz et al., 1995), the pronoun before has to mean the same, and nobody who is only
described ("the owner") may have come in between. "The president" has to take up a title that the article gives to one
person, "the group" an organisation of that kind, with no other's name between.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter

from spacy.tokens import Doc, Token

from pipeline.records import Mention
from pipeline.rows.lexicon import words_of
from pipeline.rows.persons import gender_of_title, parse_person
from pipeline.rows.pronouns import GENDERS, REFLEXIVES
from pipeline.rows.propositions import SUBJECTS, has_child
from pipeline.rows.text import Span, sentence_starts, text_of
from pipeline.rows.titles import Title, parse_nominal, title_after, title_before

_FARTHEST = {"pronoun": 3, "nominal": 4}  # sentences back to the last mention of who is meant
_NEAR = 2  # sentences in which others may be meant
_FEW = 2  # mentions behind a pronoun
_LABELS_OF_BODIES = ("ORG", "NORP")
_PERSONS = words_of("nouns", "person") | words_of("nouns", "title")
_CORE = SUBJECTS | {"obj", "iobj"}
# What any organisation may be called; other nouns have to be part of its name: "the court", "the bureau".
_ANY_BODY = frozenset("company firm agency organisation organization group business outlet network".split())


class Certainty:
    """How certain the mentions of an article are.

    :param doc: read for its sentences and, where it has one, its dependency parse.
    :param mentions: all of the article's, those without an entity as well.
    :param gender: gives an entity's gender, ``None`` where it is not known.
    :param name: gives an entity's name, ``None`` where it has none.
    """

    def __init__(
        self, doc: Doc, mentions: Iterable[Mention], gender: Callable[[str], str | None],
        name: Callable[[str], str | None] = lambda _: None,
    ):
        self._doc, self._gender, self._name = doc, gender, name
        self._mentions = sorted(mentions, key=lambda mention: (mention.start_char, -mention.end_char))
        self._starts = sentence_starts(doc)
        named = [mention for mention in self._mentions if mention.form == "name"]
        self._first_named = {mention.entity_id: mention.start_char for mention in reversed(named)}
        self._surnames = {_last_word(mention) for mention in named if mention.label == "PERSON"}
        self._times_named = Counter(mention.entity_id for mention in named)
        self._is_parsed = doc.has_annotation("DEP")
        self._titles = _titles(text_of(doc), named)

    def is_certain(self, mention: Mention, gender: str | None = None, *, speaker: str | None = None) -> bool:
        """Whether a pronoun or a noun phrase means its entity, and none of the others near it.

        :param gender: the pronoun's; ``None`` for a noun phrase.
        :param speaker: the entity whose words it stands in, and who cannot be meant there.
        """
        meant, number = mention.entity_id, self._sentence(mention.start_char)
        earlier = self._between(number - _FARTHEST[mention.form], mention.start_char)
        is_named_before = self._first_named.get(meant, mention.start_char) < mention.start_char
        if is_named_before and all(other.entity_id != meant for other in earlier):
            return False
        if gender is None:
            return self._is_bearer(mention, earlier) if mention.label == "PERSON" else self._is_body(mention, earlier)
        near = self._between(number - _NEAR, mention.start_char)
        if not self._goes_on(meant, gender, near, number) or self._is_somebody_between(mention, gender, near):
            return False
        if meant == speaker or self._is_named_behind(mention) or self._is_part_of_name(meant, earlier):
            return False
        rivals = self._rivals(meant, gender, near) - {speaker}
        if not rivals:
            return self._is_prominent(meant, near) or not self._people(near) - {meant, speaker}
        return self._stands_out(meant, rivals, near, number)

    def is_alone(self, mention: Mention, gender: str, start: int) -> bool:
        """Whether nobody else whom a pronoun may mean is spoken of between a place and the pronoun."""
        between = self._mentions[self._index(start) : self._index(mention.start_char)]
        is_free = not self._rivals(mention.entity_id, gender, between)
        return is_free and not self._is_somebody_in((start, mention.start_char), gender, between)

    def _people(self, mentions: Sequence[Mention]) -> set[str | None]:
        return {other.entity_id for other in mentions if other.form == "name" and self._is_person(other)}

    def _is_prominent(self, meant: str, near: Sequence[Mention]) -> bool:
        """Whether who is meant is a subject nearby, and no mere owner or part of something else."""
        return any(other.entity_id == meant and self._is_subject(other) for other in near)

    def _is_part_of_name(self, meant: str, earlier: Sequence[Mention]) -> bool:
        """Whether who is held to be meant is named only within the name of something else: "a Lee hotel"."""
        names = [other for other in earlier if _is_name_of(other, meant)]
        return bool(names) and all(self._relation(other) in ("compound", "amod") for other in names)

    def _is_named_behind(self, mention: Mention) -> bool:
        """Whether the sentence goes on to name who is held to be meant, and so means another by the pronoun."""
        number, first = self._sentence(mention.start_char), self._index(mention.end_char)
        end = self._starts[number + 1] if number + 1 < len(self._starts) else len(text_of(self._doc))
        behind = self._mentions[first : self._index(end)]
        return self._is_subject(mention) and any(_is_name_of(other, mention.entity_id) for other in behind[:_FEW])

    def _rivals(self, meant: str, gender: str, mentions: Sequence[Mention]) -> set[str]:
        """Return who else of fitting gender some mentions name."""
        names = (other for other in mentions if other.form == "name" and other.entity_id != meant)
        return {
            other.entity_id
            for other in names
            if other.entity_id and self._is_person(other) and self._gender(other.entity_id) in (None, gender, "neuter")
        }

    def _is_person(self, mention: Mention) -> bool:
        """Whether a name is a person's, or a family name that is held to be an organisation's."""
        return mention.label == "PERSON" or (mention.form == "name" and mention.text.casefold() in self._surnames)

    def _goes_on(self, meant: str, gender: str, near: Sequence[Mention], number: int) -> bool:
        """Whether the last pronoun of the same gender before means the same."""
        pronouns = [
            other
            for other in near
            if GENDERS.get(other.text.casefold()) == gender and self._sentence(other.start_char) >= number - 1
            and other.text.casefold() not in REFLEXIVES
        ]
        return not pronouns or pronouns[-1].entity_id == meant

    def _is_somebody_between(self, mention: Mention, gender: str, near: Sequence[Mention]) -> bool:
        """Whether somebody who has no name here, "a business owner", came in since who is meant was last spoken of."""
        last = max((other.end_char for other in near if other.entity_id == mention.entity_id), default=None)
        return last is not None and self._is_somebody_in((last, mention.start_char), gender, near)

    def _is_somebody_in(self, span: Span, gender: str, mentions: Sequence[Mention]) -> bool:
        words = self._doc.char_span(*span, alignment_mode="contract") if self._is_parsed else None
        held = {place for other in mentions if other.entity_id for place in range(other.start_char, other.end_char)}
        return any(_is_somebody(word, gender) and word.idx not in held for word in words or ())

    def _is_bearer(self, mention: Mention, earlier: Sequence[Mention]) -> bool:
        """Whether a title is one that the article gives to somebody, and to no other who is named near or as often."""
        title, meant = parse_nominal(mention.text), mention.entity_id
        if title is None:
            return False
        bearers = {entity for entity, titles in self._titles.items() if any(map(title.takes_up, titles))}
        near = {other.entity_id for other in earlier if other.form == "name"}
        others = bearers - {meant}
        is_first = all(self._times_named[other] < self._times_named[meant] for other in others)
        return meant in bearers and is_first and not others & near

    def _is_body(self, mention: Mention, earlier: Sequence[Mention]) -> bool:
        if mention.label not in _LABELS_OF_BODIES:
            return True
        noun, meant = _last_word(mention), mention.entity_id
        texts = [self._name(meant) or "", *(other.text for other in earlier if _is_name_of(other, meant))]
        if noun not in _ANY_BODY and all(noun not in text.casefold().split() for text in texts):
            return False
        bodies = [other.entity_id for other in earlier if other.form == "name" and other.label == mention.label]
        return not bodies or bodies[-1] == meant

    def _stands_out(self, meant: str, rivals: set[str], near: Sequence[Mention], number: int) -> bool:
        """Whether one is the only subject among several, in this sentence or, where none is, in one before."""
        for sentence in range(number, number - _NEAR - 1, -1):
            inside = [other for other in near if self._sentence(other.start_char) == sentence]
            subjects = {other.entity_id for other in inside if self._is_subject(other)} & (rivals | {meant})
            if subjects or any(other.entity_id in rivals for other in inside):
                return subjects == {meant}
        return False

    def _is_subject(self, mention: Mention) -> bool:
        return self._is_parsed and self._relation(mention) in SUBJECTS

    def _relation(self, mention: Mention) -> str:
        return self._doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand").root.dep_

    def _between(self, first: int, end: int) -> Sequence[Mention]:
        """Return the mentions from a sentence to a place."""
        start = self._starts[max(0, first)] if self._starts else 0
        return self._mentions[self._index(start) : self._index(end)]

    def _index(self, place: int) -> int:
        return bisect_left(self._mentions, place, key=attrgetter("start_char"))

    def _sentence(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)


def _titles(body: str, names: Iterable[Mention]) -> dict[str, list[Title]]:
    """Return the titles that people are named with, by their entities."""
    found: dict[str, list[Title]] = defaultdict(list)
    for name in names:
        if name.label == "PERSON" and name.entity_id:
            own = parse_person(name.text).titles
            titles = (title_before(body, name.start_char, own), title_after(body, name.end_char))
            found[name.entity_id] += filter(None, titles)
    return found


def _is_somebody(word: Token, gender: str) -> bool:
    """Whether a noun is the one person that it names, of a gender that fits, and neither predicate nor apposition.

    A proper noun that is a subject, and of which nobody knows what it names, may be.
    """
    if word.tag_ == "NNP" and word.dep_ in SUBJECTS and not word.ent_type_:
        return True
    is_noun = word.tag_ in ("NN", "NNP") and word.dep_ in _CORE and word.lower_ in _PERSONS
    return is_noun and not has_child(word, "cop") and gender_of_title(word.lower_) in (None, gender)


def _is_name_of(mention: Mention, entity_id: str) -> bool:
    return mention.form == "name" and mention.entity_id == entity_id


def _last_word(mention: Mention) -> str:
    return mention.text.casefold().removesuffix("’s").removesuffix("'s").split()[-1]
