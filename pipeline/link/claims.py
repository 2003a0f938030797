"""Claims of one proposition brought together across articles, and claims that contradict one another.

What is compared is a *wording*: a statement, however often it is made. A new wording joins the group of a known one
that says the same or the opposite, or founds a group. Wordings that are nearly equal are told by their words; of the
others, the nearest few are shown to the cross-encoder (:mod:`pipeline.link.relations`), so that an article costs the
same in a small warehouse and in a large one.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from spacy.lang.en.stop_words import STOP_WORDS

from pipeline.ids import stable_id
from pipeline.link.keys import normalise_claim

RELATIONS = SAME, SUPPORTS, CONTRADICTS, UNRELATED = ("same", "supports", "contradicts", "unrelated")
FOR, AGAINST = "for", "against"
HELD_TRUE = frozenset({"asserts", "confirms", "alleges", "predicts"})  # stances that hold a statement to be true

CONTENT_WORDS = 2  # that a wording needs to be compared, names included
SELF_CONTAINED = 3  # that it needs to be understood in another article
DAYS_APART = 3  # that the times told by two wordings of one event may lie apart
NEAR = 0.3  # cosine from which two wordings are compared at all
NEARLY_EQUAL = 0.75  # share of words, and of names, that two wordings have in common to be the same without being read
ALIKE = 0.9  # likeness that bears out that two wordings say the same, and
ALIKE_BY_A_WORD = 0.95  # where they have but one word in common, names aside
OPPOSED = 0.9  # likeness that bears out that two contradict each other, and
OPPOSED_WORDS = 0.6  # the share of the shorter one's words that does
LONG = 6  # content words from which names need not be told apart from them
OPPOSITE = 0.9  # share of all words but the negation that a wording and its opposite have in common, likewise
# Probability from which a relation is believed. Of judged pairs of real news (training/judged), borne out as below, 83%
# of those that are the same then are right, 86% of those that contradict one another (of 14), 53% of the supporting.
CONFIDENT = {SAME: 0.5, CONTRADICTS: 0.75, SUPPORTS: 0.7}
SAME_REQUEST = 0.33  # cosine from which two requests of one person to another, names aside, are the same
NEAREST = 3  # wordings that one wording is shown to the cross-encoder with
PAIRS = 10  # that the cross-encoder is asked for, an article

Embed = Callable[[Sequence[str]], np.ndarray]
Score = Callable[[Sequence[tuple[str, str]]], np.ndarray]

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_RESOLVED_TIME = re.compile(r"\s*\(\d{4}(?:-\d\d){0,2}(?: to \d{4}(?:-\d\d){0,2})?\)")
_STEM = 6  # first letters that inflections and most derivations of a word share
_SCALES = frozenset("hundred thousand million billion trillion percent".split())
_NUMBERS = {
    word: str(number) for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    ) if word != "one"
}
_FAMILIES = {"urges": "proposes", "proposes": "proposes", "promises": "promises"}
_GENERAL = frozenset(
    "said says say told tell people thing things way lot really very just also going want think know get got make made "
    "would could should will can may might must".split()
)
# A subject that its article alone explains, or that speaks of itself.
_UNRESOLVED = re.compile(
    r"^\W*(?:(?:and|but|so|because|if|when|while|that)\s+)?(?:i|we|you|he|she|it|they|this|these|those|who|which|what"
    r"|my|our|your|his|her|their|its)\b", re.IGNORECASE,
)
# The words do not say that something is so: "why she left".
_NO_CLAUSE = re.compile(
    r"^\W*(?:(?:why|how|whether|if|when|where|while|to|of|for|as|than|with|by|against)\b"
    r"|(?i:why|how|whether|if|when|where|while|as|than|after|before|until|unless|because|although|though|about)\b[^,]*$)"
)
_CHARGED = re.compile(r"^\W*(?:[A-Z][\w’'.-]*\s+){1,4}(?:of|for|to|against|as)\s")  # "Jane Roe of lying"
# Who does not know or think something, or says what should be, does not say that it is not so.
_NOT_STATED = re.compile(
    r"\b(?:no|not|never|nobody|few|cannot|\w+n[’']t)\s+(?:[\w’'-]+\s+){0,3}?"
    r"(?:know|think|believe|expect|recall|remember|mean|want|say|see|confirm)s?\b|\bshould|\bif\b"
    r"|n[’']t (?:i|we|you|he|she|it|they)\b",
    re.IGNORECASE,
)
_CONTRACTED = re.compile(r"n[’']t\b")
_NEGATION = re.compile(r"\b(?:no|not|never|neither|nor|none|nobody|nothing|cannot|without)\b|n[’']t\b", re.IGNORECASE)
_NEGATIONS = frozenset("not no never neither nor none nobody nothing cannot do does did any".split())
# What every article says of how it was made.
_BOILERPLATE = re.compile(
    r"\b(?:(?:request|requests|asked|reached|available|immediately)\b.{0,30}\bcomment"
    r"|declin\w+ to (?:comment|say|discuss|answer|be)|condition of anonymity"
    r"|(?:respond\w*|repl\w+|return\w*)\b.{0,40}\b(?:requests?|calls?|emails?|messages?|inquir\w+|questions?)"
    r"|told (?:reporters|the associated press|reuters|cnn|fox news|nbc|abc|cbs|afp)\W*$|spoke to reporters"
    r"|contributed to this (?:report|article|story)|solely responsible for (?:all |its |the )?content"
    r"|(?:is|was) (?:the|a|an) (?:\w+ )?(?:host|author|columnist|contributor|correspondent) (?:of|at|for|on)"
    r"|not (?:been )?authori[sz]ed to (?:speak|discuss|comment)"
    r"|subscribe|newsletter|click here|read more)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Made:
    """A claim as it is compared: a row of ``claims``."""

    claim_id: str
    article_id: str
    statement: str
    stance: str
    is_negated: bool
    is_clause: bool  # somebody or something is said to do or to be something
    predicate: str | None = None
    event_start: date | None = None
    event_end: date | None = None
    denies_claim_id: str | None = None  # the claim of its article that it denies, or gives the ground to deny
    span: Sequence[int] = (0, 0)  # where it stands in the body
    year: int | None = None  # of publication
    voice: str | None = None  # who makes it; None: the article itself
    asked_by: str | None = None  # the entity that, as it tells, urges somebody to do something
    asked_of: str | None = None  # the entity that is to do it
    asked: str | None = None  # what that one urges
    is_of_its_makers: bool = False  # its article says it itself, of its authors or its outlet


@dataclass(frozen=True, slots=True)
class Wording:
    """A statement, however often it is made, with what it is compared by."""

    wording_id: str
    text: str
    plain: str  # the text without names
    family: str
    words: frozenset[str]  # content words that are no names, cut to stems
    names: frozenset[str]
    numbers: frozenset[str]
    is_negated: bool
    is_denied: bool  # by who uses it
    is_telling: bool  # it is understood what a denial of it would deny
    is_comparable: bool
    event: tuple[date, date] | None
    request: "Request | None" = None


class Request(NamedTuple):
    """What a wording tells that somebody urges somebody to do: "Roe asked Doe to leave", "Roe's wish for Doe to go"."""

    asked_by: str
    asked_of: str
    asked: str  # without names


class Joined(NamedTuple):
    """Which group a wording belongs to."""

    wording_id: str
    claim_group_id: str
    is_opposite: bool = False  # it says the opposite of the wording that founded the group
    joined_wording_id: str | None = None  # the wording that it was joined for; None: it founded the group
    relation: str | None = None
    score: float | None = None
    evidence: str = "founded"  # founded, words, request, cross-encoder, denial


class Placed(NamedTuple):
    """A claim in its group."""

    claim_id: str
    claim_group_id: str
    side: str | None


def place_claims(claims: Sequence[Made], wordings: Mapping[str, Wording], joined: Mapping[str, Joined]) -> list[Placed]:
    """Return the group of each claim, and its side in it; a denial stands against the claim that it denies.

    :param claims: all of an article.
    :param wordings: by claim.
    :param joined: by wording; one that is not there founds a group.
    """
    by_id = {claim.claim_id: claim for claim in claims}

    def place(claim: Made, seen: frozenset[str]) -> Placed:
        wording = wordings[claim.claim_id].wording_id
        denied = by_id.get(claim.denies_claim_id)
        is_told = denied is not None and wordings[denied.claim_id].is_telling
        if wording not in joined and is_told and denied.claim_id not in seen:
            group = place(denied, seen | {claim.claim_id})
            return Placed(claim.claim_id, group.claim_group_id, FOR if group.side == AGAINST else AGAINST)
        found = joined.get(wording) or Joined(wording, wording)
        side = side_of(claim.stance, is_negated=claim.is_negated, is_opposite=found.is_opposite)
        return Placed(claim.claim_id, found.claim_group_id, side)

    return [place(claim, frozenset([claim.claim_id])) for claim in claims]


@dataclass(frozen=True, slots=True)
class Told:
    """The wordings of an article, and those that they are compared with."""

    own: Sequence[Wording]
    others: Sequence[Wording]  # of the articles that tell of the same
    voices: Mapping[str, frozenset[str | None]]  # who uses each of its own
    denials: Mapping[str, tuple[str, bool]]  # of a wording that denies: what it denies, and whether by its opposite
    nested: frozenset[frozenset[str]]  # pairs of its own of which one stands inside the other: "Roe said it rained"


def tell(claims: Sequence[Made], wordings: Mapping[str, Wording], others: Sequence[Wording]) -> Told:
    """Return what there is to compare of an article.

    :param claims: all of the article.
    :param wordings: by claim.
    :param others: the wordings of the articles that tell of the same.
    """
    by_id = {claim.claim_id: claim for claim in claims}
    voices: dict[str, set[str | None]] = defaultdict(set)
    denials = {}
    for claim in claims:
        wording = wordings[claim.claim_id]
        voices[wording.wording_id].add(claim.voice)
        denied = by_id.get(claim.denies_claim_id)
        told = wordings[denied.claim_id] if denied else wording
        if told.is_telling and told.wording_id != wording.wording_id:
            is_opposite = _speaks_against(claim) == _speaks_against(denied)
            differ = (_negations(wording.text) > 0) != (_negations(told.text) > 0)
            # Who denies that it will rain does not speak against "It will not rain".
            if not wording.is_comparable or differ == is_opposite:
                denials[wording.wording_id] = (told.wording_id, is_opposite)
    own = list({wordings[claim.claim_id].wording_id: wordings[claim.claim_id] for claim in claims}.values())
    # What is denied comes before the denial.
    own.sort(key=lambda wording: wording.wording_id in denials)
    nested = frozenset(
        frozenset((wordings[inner.claim_id].wording_id, wordings[outer.claim_id].wording_id))
        for inner in claims for outer in claims
        if inner is not outer and outer.span[0] <= inner.span[0] < inner.span[1] <= outer.span[1]
    )
    return Told(own, others, {wording: frozenset(found) for wording, found in voices.items()}, denials, nested)


def _speaks_against(claim: Made) -> bool:
    """Whether a claim denies its own statement."""
    return claim.stance == "denies" and not claim.is_negated


class GroupIds:
    """Gives new groups their ids: where wordings are decided on anew, the ones that they had, so that few move.

    :param earlier: the group that each wording belonged to.
    :param taken: which of these, and of the wordings' own ids, are groups' by now; those given are added.
    """

    def __init__(self, earlier: Mapping[str, str] | None = None, taken: Iterable[str] = ()) -> None:
        self.earlier = earlier or {}
        self.taken = set(taken)

    def new(self, wording_id: str) -> str:
        """Return the id of the group that a wording founds: as it was, else the wording's own, else one made of it."""
        group_id = self.earlier.get(wording_id, wording_id)
        if group_id in self.taken:
            group_id = wording_id
        while group_id in self.taken:
            group_id = stable_id("claim_group", group_id)
        self.taken.add(group_id)
        return group_id


class Supported(NamedTuple):
    """Two wordings of which one makes the other likelier."""

    wording_a: str
    wording_b: str
    score: float


class _Pair(NamedTuple):
    """A new wording and one that it may say the same as."""

    cosine: float
    wording: Wording
    other: Wording
    relation: str | None  # where words or requests tell
    score: float
    evidence: str = "words"


def side_of(stance: str, *, is_negated: bool, is_opposite: bool) -> str | None:
    """Return the side that a claim takes in its group, ``for`` or ``against``; ``None`` where it takes none.

    Who denies a statement is against it; a denial that is itself put in the negative, such as "There are no talks",
    says what it says.

    :param is_opposite: of the wording, see :class:`Joined`.
    """
    if stance not in HELD_TRUE and stance != "denies":
        return None
    return AGAINST if (stance == "denies" and not is_negated) != is_opposite else FOR


def word_claim(claim: Made) -> Wording:
    """Return a claim's wording.

    Equal statements of a year are one wording, in whichever article they stand, where they can be understood without
    it; others are one within their article only, and those that tell nothing ("it", "the bill") are none with any
    other. Statements, proposals and promises are never the same.
    """
    text = plain_statement(claim.statement)
    family = _FAMILIES.get(claim.stance, "states")
    contents = _contents(text)
    size = len(contents.words) + len(contents.names)
    is_telling = (
        (claim.predicate is not None or claim.asked is not None) and bool(contents.words) and size >= CONTENT_WORDS
        and not text.rstrip("”\"’'").endswith("?") and not _UNRESOLVED.match(text) and not _BOILERPLATE.search(text)
        and not claim.is_of_its_makers
        and not (family == "states" and _NO_CLAUSE.match(text))
        and not (family == "states" and not claim.is_clause and _CHARGED.match(text))
    )
    is_comparable = is_telling and (claim.is_clause or claim.asked is not None)
    is_denial = bool(claim.denies_claim_id) and not is_comparable
    place = claim.year if is_comparable and size >= SELF_CONTAINED else claim.article_id
    alone = claim.claim_id if is_denial or not is_telling else None
    return Wording(
        wording_id=stable_id("claim_group", normalise_claim(claim.statement), family, place, alone), text=text,
        plain=contents.plain, family=family, words=contents.words, names=contents.names, numbers=contents.numbers,
        is_negated=claim.is_negated, is_denied=_speaks_against(claim),
        is_telling=is_telling, is_comparable=is_comparable,
        event=(claim.event_start, claim.event_end) if claim.event_start and claim.event_end else None,
        request=_request(claim),
    )


def _request(claim: Made) -> Request | None:
    if not (claim.asked_by and claim.asked_of and claim.asked) or claim.asked_by == claim.asked_of:
        return None
    return Request(claim.asked_by, claim.asked_of, _contents(plain_statement(claim.asked)).plain)


def plain_statement(statement: str) -> str:
    """Return a statement without the times that were resolved for it."""
    return _RESOLVED_TIME.sub("", statement)


class Grouper:
    """Joins the wordings of one article after another to groups.

    :param embed: statements to vectors of length 1; without it only nearly equal words are the same.
    :param score: pairs of statements to the probabilities of :data:`RELATIONS`.
    """

    def __init__(self, *, embed: Embed | None = None, score: Score | None = None) -> None:
        self.embed = embed
        self.score = score
        self.vectors: dict[str, np.ndarray] = {}
        self.requests: dict[str, np.ndarray] = {}

    def join(
        self, articles: Sequence[Told], joined: dict[str, Joined], *, group_ids: GroupIds | None = None
    ) -> tuple[list[Joined], list[Supported]]:
        """Decide on the wordings of some articles that have no group yet.

        :param joined: what was decided before, by wording; what is decided now is added.
        :param group_ids: gives new groups their ids; without it they have those of the wordings that found them.
        :return: what was decided, and pairs of wordings of which one supports the other.
        """
        group_ids = group_ids or GroupIds()
        self._embed(articles)
        compared, known = [], set(joined)
        for told in articles:
            compared.append(self._pairs(told, known))
            known.update(wording.wording_id for wording in told.own)
        asked = [
            pair for told, pairs in zip(articles, compared, strict=True)
            for pair in _chosen(pair for pair in pairs if _are_of_two_voices(pair, told.voices))
        ]
        answers = self._ask(asked)
        decided = []
        for told, pairs in zip(articles, compared, strict=True):
            by_wording = defaultdict(list)
            for pair in pairs:
                by_wording[pair.wording.wording_id].append(pair)
            for wording in told.own:
                if wording.is_comparable and wording.wording_id not in joined:
                    found = [each for pair in by_wording[wording.wording_id] if (each := _told(pair, answers))]
                    found += _denied(wording, told)
                    best = _best(wording, found, joined)
                    joined[wording.wording_id] = best or Joined(wording.wording_id, group_ids.new(wording.wording_id))
                    decided.append(joined[wording.wording_id])
        return decided, _supported(answers)

    def _pairs(self, told: Told, known: set[str]) -> list[_Pair]:
        """Return the pairs of new wordings with known ones, and with those before them, that may be the same.

        :param known: the wordings that are decided on before these.
        """
        fresh = [wording for wording in told.own if wording.is_comparable and wording.wording_id not in known]
        places = {wording.wording_id: place for place, wording in enumerate(told.own)}
        others = [
            wording for wording in {wording.wording_id: wording for wording in (*told.others, *told.own)}.values()
            if wording.is_comparable and (wording.wording_id in known or wording.wording_id in places)
        ]
        if not fresh or not others:
            return []
        cosines = self._embedded(fresh) @ self._embedded(others).T
        pairs = []
        for row, wording in enumerate(fresh):
            place = places[wording.wording_id]
            for column in np.flatnonzero(cosines[row] >= NEAR):
                other = others[column]
                if places.get(other.wording_id, -1) < place and _may_be_same(wording, other, told.nested):
                    pair = _compared(wording, other, float(cosines[row, column]))
                    pairs.append(self._as_requests(pair) if pair.relation is None else pair)
        return pairs

    def _as_requests(self, pair: _Pair) -> _Pair:
        """Tell by what is asked whether two wordings tell of one request: the same asks, of the same, much the same.

        "Advised her not to provoke" and "asked her to avoid further escalation" share no word; that one and the same
        should ask two things of one and the same in the days of one event is seldom.
        """
        one, other = pair.wording.request, pair.other.request
        if self.embed is None or not (one and other) or one[:2] != other[:2]:
            return pair
        for request in (one, other):
            if request.asked not in self.requests:
                self.requests[request.asked] = self.embed([request.asked])[0]
        cosine = float(self.requests[one.asked] @ self.requests[other.asked])
        if cosine < SAME_REQUEST:
            return pair
        return pair._replace(relation=SAME, score=min(0.5 + cosine / 2, 1.0), evidence="request")

    def _embedded(self, wordings: Sequence[Wording]) -> np.ndarray:
        return np.stack([self.vectors[wording.wording_id] for wording in wordings])

    def _embed(self, articles: Iterable[Told]) -> None:
        """Give vectors to all wordings that are compared and have none yet."""
        missing = {
            wording.wording_id: wording for told in articles for wording in (*told.own, *told.others)
            if wording.is_comparable and wording.wording_id not in self.vectors
        }
        if missing:
            self.vectors.update(zip(missing, self._vectors_of(list(missing.values())), strict=True))

    def _vectors_of(self, wordings: Sequence[Wording]) -> np.ndarray:
        """Return vectors whose products are the mean of two cosines: of the texts, and of the texts without names.

        The name of somebody seldom in the news says much of who it is about, and nothing of what is said of them.
        """
        if self.embed is None:
            return _bags_of_words(wordings)
        whole, plain = (self.embed([getattr(each, part) for each in wordings]) for part in ("text", "plain"))
        return np.hstack([whole, plain]) / np.sqrt(2, dtype=np.float32)

    def _ask(self, pairs: Sequence[_Pair]) -> dict[tuple[str, str], tuple[str, float]]:
        """Return what the cross-encoder says of pairs, by their wordings."""
        if self.score is None or not pairs:
            return {}
        probabilities = self.score([(pair.wording.text, pair.other.text) for pair in pairs])
        return {
            (pair.wording.wording_id, pair.other.wording_id): (RELATIONS[int(row.argmax())], float(row.max()))
            for pair, row in zip(pairs, probabilities, strict=True)
        }


def _chosen(pairs: Iterable[_Pair]) -> list[_Pair]:
    """Return the pairs of an article that the cross-encoder is to read: the nearest of those that are not decided."""
    ranked = sorted(
        (pair for pair in pairs if pair.relation is None and (_may_agree(pair) or _may_contradict(pair))),
        key=lambda pair: (-pair.cosine, pair.wording.wording_id, pair.other.wording_id),
    )
    taken, chosen = defaultdict(int), []
    for pair in ranked:
        if len(chosen) < PAIRS and taken[pair.wording.wording_id] < NEAREST:
            taken[pair.wording.wording_id] += 1
            chosen.append(pair)
    return chosen


def _are_of_two_voices(pair: _Pair, voices: Mapping[str, frozenset[str | None]]) -> bool:
    """Whether not one and the same uses both within the article: people seldom contradict themselves in a breath."""
    return not voices[pair.wording.wording_id] & voices.get(pair.other.wording_id, frozenset())


def _denied(wording: Wording, told: Told) -> list[_Pair]:
    """Return the pair of a denial and what it denies, as the article itself tells."""
    denied, is_opposite = told.denials.get(wording.wording_id, (None, False))
    other = next((each for each in told.own if each.wording_id == denied), None)
    relation = CONTRADICTS if is_opposite else SAME
    return [_Pair(1.0, wording, other, relation, 1.0, "denial")] if other else []


def _supported(answers: Mapping[tuple[str, str], tuple[str, float]]) -> list[Supported]:
    return [
        Supported(*sorted(pair), score)
        for pair, (relation, score) in answers.items() if relation == SUPPORTS and score >= CONFIDENT[SUPPORTS]
    ]


def _told(pair: _Pair, answers: Mapping[tuple[str, str], tuple[str, float]]) -> _Pair | None:
    """Return a pair with its relation, and where that comes from, if the two are the same or opposites."""
    if pair.relation:
        return pair
    relation, score = answers.get((pair.wording.wording_id, pair.other.wording_id), (UNRELATED, 0.0))
    if relation in (SAME, CONTRADICTS) and score >= CONFIDENT[relation] and _bears_out(pair, relation):
        return pair._replace(relation=relation, score=score, evidence="cross-encoder")
    return None


def _best(wording: Wording, found: Sequence[_Pair], joined: Mapping[str, Joined]) -> Joined | None:
    """Return the group that most of what was found speaks for, by the surest pair; none where nothing was found."""
    sums: dict[tuple[str, bool], float] = defaultdict(float)
    for pair in found:
        sums[_place(pair, joined)] += pair.score
    if not sums:
        return None
    chosen = max(sums, key=lambda key: (sums[key], key))
    surest = max(
        (pair for pair in found if _place(pair, joined) == chosen),
        key=lambda pair: (pair.score, pair.other.wording_id),
    )
    return Joined(
        wording.wording_id, *chosen, surest.other.wording_id, surest.relation, surest.score, surest.evidence
    )


def _place(pair: _Pair, joined: Mapping[str, Joined]) -> tuple[str, bool]:
    """Return the group that a pair speaks for, and whether its new wording says the opposite of what founded that."""
    other = pair.other.wording_id
    group = joined.get(other) or Joined(other, other)
    return group.claim_group_id, group.is_opposite != (pair.relation == CONTRADICTS)


def _may_be_same(one: Wording, other: Wording, nested: Container[frozenset[str]]) -> bool:
    """Whether nothing that can be told at a glance keeps two wordings apart."""
    is_request = one.request is not None and other.request is not None
    if one.family != other.family or not is_request and one.words.isdisjoint(other.words):
        return False
    if one.event and other.event:
        gap = max(one.event[0], other.event[0]) - min(one.event[1], other.event[1])
        if gap.days > DAYS_APART:
            return False
    return frozenset((one.wording_id, other.wording_id)) not in nested


def _bears_out(pair: _Pair, relation: str) -> bool:
    """Whether the words bear out what the cross-encoder says: it is sure too often that news contradict each other."""
    return _may_contradict(pair) if relation == CONTRADICTS else _may_agree(pair)


def _may_agree(pair: _Pair) -> bool:
    """Whether two wordings may say the same: alike, of the same figures, both put in the negative or neither.

    Where one is denied, the claim would become disputed: that takes as many words in common as a contradiction.
    """
    one, other = pair.wording, pair.other
    is_about_same = one.is_denied == other.is_denied or _share_most_words(one, other)
    least = ALIKE if len(one.words & other.words) > 1 else ALIKE_BY_A_WORD
    is_alike = not _have_other_figures(one, other) and _likeness(pair) >= least
    return _agree_in_negation(one, other) and is_alike and is_about_same


def _have_other_figures(one: Wording, other: Wording) -> bool:
    return bool(one.numbers - other.numbers) and bool(other.numbers - one.numbers)


def _may_contradict(pair: _Pair) -> bool:
    """Whether two wordings may contradict each other: alike, most words in common, and stated.

    Unlike figures, as of the dead of two days, are no contradiction.
    """
    one, other = pair.wording, pair.other
    if not _share_most_words(one, other) or _have_other_figures(one, other) or _likeness(pair) < OPPOSED:
        return False
    return not (_NOT_STATED.search(one.text) or _NOT_STATED.search(other.text))


def _likeness(pair: _Pair) -> float:
    """Return how alike two wordings are: their cosine, and half the share of words and names that both have."""
    one, other = pair.wording, pair.other
    return pair.cosine + _share(one.words | one.names, other.words | other.names) / 2


def _agree_in_negation(one: Wording, other: Wording) -> bool:
    """Whether both are put in the negative, or neither; "found no sign" and "there was no sign" agree."""
    return one.is_negated == other.is_negated or _negations(one.text) == _negations(other.text) > 0


def _share_most_words(one: Wording, other: Wording) -> bool:
    """Whether two wordings are about the same thing so surely that one may be held against the other."""
    common = len(one.words & other.words)
    return common >= 2 and common / min(len(one.words), len(other.words)) >= OPPOSED_WORDS


def _compared(one: Wording, other: Wording, cosine: float) -> _Pair:
    """Return a pair with its relation, where the words tell it."""
    shared = min(_share(one.words, other.words), _share(one.names, other.names))
    if min(len(one.words), len(other.words)) >= LONG:
        shared = max(shared, _share(one.words | one.names, other.words | other.names))
    if one.numbers == other.numbers and shared >= NEARLY_EQUAL:
        if _negations(one.text) == _negations(other.text):
            return _Pair(cosine, one, other, SAME, shared)
        same_but_negation = _share(_without_negation(one.text), _without_negation(other.text)) >= OPPOSITE
        if one.is_negated != other.is_negated and same_but_negation:
            return _Pair(cosine, one, other, CONTRADICTS, shared)
    return _Pair(cosine, one, other, None, 0.0)


def _share(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of two sets that is in both (Jaccard); 1 for two empty ones."""
    return len(one & other) / len(one | other) if one or other else 1.0


@lru_cache(maxsize=2**12)
def _negations(text: str) -> int:
    return len(_NEGATION.findall(text))


@lru_cache(maxsize=2**12)
def _without_negation(text: str) -> frozenset[str]:
    words = _WORD.findall(_CONTRACTED.sub("", text.casefold()))
    return frozenset(words) - _NEGATIONS


class _Contents(NamedTuple):
    """What a text is compared by."""

    plain: str
    words: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=2**16)
def _contents(text: str) -> _Contents:
    tokens = _WORD.findall(text)
    lowered = [token.casefold() for token in tokens]
    words, names, plain = set(), set(), []
    for place, (token, word) in enumerate(zip(tokens, lowered, strict=True)):
        is_told = len(word) > 1 and word not in STOP_WORDS and word not in _GENERAL
        starts_name = place or (len(tokens) > 1 and tokens[1][0].isupper())
        if is_told and token[0].isupper() and starts_name:
            names.add(word[:_STEM])
            continue
        plain.append(token)
        if is_told:
            words.add(word[:_STEM])
    numbers = {
        _NUMBERS.get(word, word) for word in lowered if word[0].isdigit() or word in _NUMBERS or word in _SCALES
    }
    return _Contents(" ".join(plain), frozenset(words - names), frozenset(names), frozenset(numbers))


def _bags_of_words(wordings: Sequence[Wording]) -> np.ndarray:
    """Return vectors of the words that statements hold, by hashes, for want of an encoder."""
    vectors = np.zeros((len(wordings), 384), dtype=np.float32)
    for row, wording in enumerate(wordings):
        for word in wording.words:
            vectors[row, int(stable_id("word", word)[-6:], 16) % 384] += 1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
