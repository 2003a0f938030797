"""Our own stories as they are drawn for an epoch: balanced by relation, and in the forms that news gives to claims.

The stories lie in ``training/written/relations``; :func:`training.relation_pairs.read_written` reads them. A share of
them, chosen by their texts, is never trained on: by it training is judged, and probabilities are calibrated.
"""

import hashlib
import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from training.relation_pairs import CONTRADICTS, DENIES, SAME, SUPPORTS, UNRELATED, Pair, lowered

Claim = list[tuple[str, str]]  # relation (first ``claim``) and text
Story = list[Claim]

TUNING_PERCENT = 8
MOST = {frozenset(SAME): 3, frozenset(SUPPORTS): 4, frozenset(CONTRADICTS): 4, frozenset(UNRELATED): 3}  # a claim
MOST_OPEN = 1  # a claim, of each set of several relations
COPIES = {frozenset(SAME): 2, frozenset(SUPPORTS): 2}  # an epoch, each in a form of its own: there are fewer of these
MOST_BETWEEN = 2  # a story's claim, with its other claims
FORMED, PRONOUN, BARE = 0.4, 0.2, 0.08  # shares: texts put into another form, pairs, and claims with a bare answer

_REPORTED = (
    "{}, officials said.", "{}, according to a spokesman.", "The ministry said that {}.", "Reports say that {}.",
    "{}, two people familiar with the matter said.", "Earlier, a newspaper wrote that {}.", "{}, she told reporters.",
    "he said {}", "according to the document, {}", "A spokeswoman told the agency that {}.",
)  # fmt: skip
_QUOTED = ("“{},”", '"{},"', "“{}.”", "{},”", "“{}.", '"{}," he said.', "“{},” the spokeswoman said.")
_SAYS = re.compile(r"\b(?:said|says|told|according|report\w*|den(?:y|ies|ied))\b|[“”\"]")
_NAME = r"(?:(?:Mr|Mrs|Ms|Dr)\. )?[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}"
_VERB = "has|have|had|was|were|is|are|will|did|does|would|could|can|may|must|won|lost|left|took|gave|told|met|[a-z]+ed"
_NAMED = re.compile(rf"^(?P<subject>{_NAME})(?= (?:{_VERB})\b)|(?<!\w)(?<![Tt]he )(?P<owner>{_NAME})['’]s\b")
_PRONOUNS = (("He", "his"), ("She", "her"), ("It", "its"), ("They", "their"))
_DENIALS = (
    "“That is not true,”", "he denied it", "“None of this happened.”", "the company denied the claim",
    "“This is pure invention,” she said.", "“It did not happen,” said a spokesman.", "the ministry called it false",
    "“We reject this entirely,”", "“No such thing was ever said or done.”", "She said that there was no truth in it.",
    "dismissed the account as a fabrication", "“That's a lie.”", "they denied having done so",
)  # fmt: skip
_NO_DENIALS = (
    "“We do not comment on this,”", "she would not say more", "“We will answer in due time.”", "he declined to comment",
    "“I have read about it,” he said.", "the company did not reply to questions", "“You must ask the lawyers.”",
    "“It is a sad day for all of us,”", "the matter is being looked into", "“I was not in town that week.”",
)  # fmt: skip


def split_stories(stories: Sequence[Story]) -> tuple[list[Story], list[Story]]:
    """Return the stories to train on, and those by which training is judged."""
    parts: tuple[list[Story], list[Story]] = [], []
    for story in stories:
        digest = hashlib.sha256(story[0][0][1].encode()).hexdigest()
        parts[int(digest, 16) % 100 < TUNING_PERCENT].append(story)
    return parts


def own_pairs(stories: Sequence[Story]) -> list[Pair]:
    """Return each claim with each of its lines."""
    return [
        Pair(claim[0][1], text, frozenset({"contradicts" if relation == DENIES else relation}))
        for story in stories
        for claim in story
        for relation, text in claim[1:]
    ]


def pairs_of_claim(claim: Claim) -> Iterator[Pair]:
    """Yield the pairs that follow from a claim's lines.

    What holds for a claim holds for what says the same. Denials contradict the claim and say the same as one another;
    what else contradicts it may be anything to them and to one another.
    """
    versions = [text for relation, text in claim if relation in ("claim", "same")]
    denials = [text for relation, text in claim if relation == DENIES]
    for first, second in chain(combinations(versions, 2), combinations(denials, 2)):
        yield Pair(first, second, frozenset(SAME))
    others = [(relation, text) for relation, text in claim if relation not in ("claim", "same")]
    for relation, text in others:
        told = frozenset(CONTRADICTS if relation == DENIES else {relation})
        yield from (Pair(version, text, told) for version in versions)
    for (one, first), (other, second) in combinations(others, 2):
        if told := _FOLLOWS.get(frozenset((one, other))):
            yield Pair(first, second, frozenset(told))


_FOLLOWS = {
    frozenset(("unrelated", "contradicts")): UNRELATED | SUPPORTS,
    frozenset(("unrelated", "supports")): UNRELATED | SUPPORTS,
    frozenset(("supports", DENIES)): CONTRADICTS | UNRELATED,
    frozenset(("supports", "contradicts")): CONTRADICTS | UNRELATED,
}


def pairs_between(story: Story) -> Iterator[Pair]:
    """Yield pairs of different claims of a story, which have nothing to do with one another but their topic."""
    for one, other in combinations(story, 2):
        for (relation, first), (role, second) in product(one, other):
            if relation in ("claim", "same") or role in ("claim", "same"):
                yield Pair(first, second, frozenset(UNRELATED))


class StoryPairs:
    """The pairs of an epoch from our own stories, other ones at each call."""

    def __init__(self, stories: Sequence[Story], rng: random.Random) -> None:
        self.rng = rng
        self.claims = [list(pairs_of_claim(claim)) for story in stories for claim in story]
        self.between = [(MOST_BETWEEN * len(story), list(pairs_between(story))) for story in stories]
        self.firsts = [claim[0][1] for story in stories for claim in story]

    def draw(self) -> list[Pair]:
        """Return about as many pairs of each relation, none of them of one claim too often."""
        drawn = [pair for most, pairs in self.between for pair in self._some(pairs, most)]
        for pairs in self.claims:
            by_relations = defaultdict(list)
            for pair in pairs:
                by_relations[pair.relations].append(pair)
            for relations, found in by_relations.items():
                drawn += COPIES.get(relations, 1) * self._some(found, MOST.get(relations, MOST_OPEN))
        return [self.in_form(pair) for pair in drawn] + [
            self._with_bare_answer(claim) for claim in self.firsts if self.rng.random() < BARE
        ]

    def in_form(self, pair: Pair) -> Pair:
        """Return a pair that says the same as a clause, a quotation or a report would, or of one known by a pronoun."""
        first, second = pair.first, pair.second
        if self.rng.random() < PRONOUN:
            first = self._with_pronoun(first, second)
        if first is pair.first and self.rng.random() < PRONOUN:
            second = self._with_pronoun(second, first)
        return pair._replace(first=self._formed(first), second=self._formed(second))

    def _some(self, pairs: Sequence[Pair], most: int) -> list[Pair]:
        return self.rng.sample(pairs, min(most, len(pairs)))

    def _formed(self, text: str) -> str:
        if self.rng.random() >= FORMED:
            return text
        clause = lowered(text)
        if self.rng.random() < 0.4 or _SAYS.search(text):
            return clause
        if self.rng.random() < 0.5:
            return self.rng.choice(_QUOTED).format(text.rstrip(".!? "))
        made = self.rng.choice(_REPORTED).format(clause)
        return made[0].upper() + made[1:] if made.endswith(".") else made

    def _with_pronoun(self, text: str, other: str) -> str:
        """Put a pronoun in the place of a name that the other statement has too, and not only as its first word."""
        inner = other.partition(" ")[2]
        found = [match for match in _NAMED.finditer(text) if re.search(rf"\b{match[0].split()[-1][:5]}", inner)]
        if not found:
            return text
        match = self.rng.choice(found)
        pronoun = self.rng.choice(_PRONOUNS)[match.lastgroup == "owner"]
        return text[: match.start()] + (pronoun if match.start() else pronoun.capitalize()) + text[match.end() :]

    def _with_bare_answer(self, claim: str) -> Pair:
        relations, answers = self.rng.choice(((CONTRADICTS, _DENIALS), (UNRELATED, _NO_DENIALS)))
        return Pair(claim, self.rng.choice(answers), frozenset(relations))
