"""Whether it is certain enough whom a pronoun or phrase means to put the name in its place.

A wrong name turns a true sentence into a false one about somebody, a pronoun that stays does not: where two people of
fitting gender are near, the one who is meant has to be the one subject among them (centering; Grosz et al., 1995), and
a phrase such as "the group" has to follow its bearer's name with no other's between.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.records import Mention
from pipeline.rows.propositions import SUBJECTS
from pipeline.rows.text import sentence_starts

_FARTHEST = {"pronoun": 3, "nominal": 4}  # sentences back to the last mention of who is meant
_LABELS_OF_BODIES = ("ORG", "NORP")


class Certainty:
    """How certain the mentions of an article are.

    :param doc: read for its sentences and, where it has one, its dependency parse.
    :param mentions: those with an entity, in the order of their first characters.
    :param gender: gives an entity's gender, ``None`` where it is not known.
    """

    def __init__(self, doc: Doc, mentions: Sequence[Mention], gender: Callable[[str], str | None]):
        self._doc, self._mentions, self._gender = doc, mentions, gender
        self._starts = sentence_starts(doc)
        named = [mention for mention in mentions if mention.form == "name"]
        self._first_named = {mention.entity_id: mention.start_char for mention in reversed(named)}
        self._is_parsed = doc.has_annotation("DEP")

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
            if mention.label not in _LABELS_OF_BODIES:
                return True
            bodies = [other.entity_id for other in earlier if other.form == "name" and other.label == mention.label]
            return not bodies or bodies[-1] == meant
        near = [other for other in self._between(number - 1, mention.start_char) if other.label == "PERSON"]
        rivals = {
            other.entity_id
            for other in near
            if other.form == "name" and other.entity_id not in (meant, speaker)
            and self._gender(other.entity_id) in (None, gender)
        }
        return not rivals or self._stands_out(meant, rivals, near, number)

    def _stands_out(self, meant: str, rivals: set[str], near: Sequence[Mention], number: int) -> bool:
        """Whether one is the only subject among several, in this sentence or, where none is, in the one before."""
        for sentence in (number, number - 1):
            subjects = {
                other.entity_id
                for other in near
                if self._sentence(other.start_char) == sentence and self._is_subject(other)
            } & (rivals | {meant})
            if subjects:
                return subjects == {meant}
        return False

    def _is_subject(self, mention: Mention) -> bool:
        phrase = self._doc.char_span(mention.start_char, mention.end_char, alignment_mode="expand")
        return self._is_parsed and phrase.root.dep_ in SUBJECTS

    def _between(self, first: int, end: int) -> Sequence[Mention]:
        """Return the mentions from a sentence to a place."""
        start = self._starts[max(0, first)] if self._starts else 0
        return self._mentions[self._index(start) : self._index(end)]

    def _index(self, place: int) -> int:
        return bisect_left(self._mentions, place, key=attrgetter("start_char"))

    def _sentence(self, place: int) -> int:
        return max(0, bisect_right(self._starts, place) - 1)
