"""Which entity of the warehouse each entity of new articles is: joined to a known one, or founded.

Entities are taken one after the other, full names first, so that what one article of a batch spells out helps to read
what another shortens. What a batch decides depends on the batch and on what was loaded before, on nothing else.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline.ids import stable_id
from pipeline.link.keys import entity_id
from pipeline.link.names import (
    PERSON,
    Agreement,
    alone_keys,
    compare_people,
    generation,
    is_acronym,
    is_generic,
    is_office,
    keys_of,
    lookup_keys,
    plain_name,
    short_keys,
)
from pipeline.link.profiles import Context, LocalEntity, Profile
from pipeline.link.scoring import Rarity, Score, agree, is_persons_name, is_short, score
from pipeline.rows.persons import parse_person

CANDIDATES_A_KEY = 12
CANDIDATES = 12  # that an article's entity is compared with, and as many that its name fits less well
MAXIMUM_KEYS = 60  # of an entity of one article
JOINED_FROM = 0.0  # log odds
MARGIN = 0.7  # by which a short name must fit one better than all others
MERGED_FROM = 3.0
MERGE_MARGIN = 1.5
MERGED_NAMESAKES_FROM = 7.0  # two of the same full name whose articles are about the same
_TOLD_APART = 8.0  # log odds against one person whom an article calls by two names as if they were two

Fitting = tuple[Profile, Agreement]
_USES_OF_A_SHORT_NAME = 20

KEPT, JOINED, FOUNDED = "kept", "joined", "founded"


@dataclass(frozen=True, slots=True)
class Link:
    """Which entity of the warehouse an article's entity is, and why."""

    article_id: str
    local_entity_id: str
    entity_id: str
    decision: str  # kept, joined, founded
    score: float | None  # log odds; None where nothing was compared
    evidence: str
    other_entity_id: str | None = None  # the next best
    other_score: float | None = None
    other_evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities of the warehouse that have turned out to be one."""

    old_entity_id: str
    entity_id: str
    score: float
    evidence: str


@dataclass(slots=True)
class Known:
    """What is known of the entities that a batch may mention.

    :param index: entities by key, with the articles in which they have it.
    :param taken: ids that cannot be given to a new entity of that name.
    """

    profiles: dict[str, Profile] = field(default_factory=dict)
    index: dict[str, Counter[str]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)  # by article and local id
    taken: frozenset[str] = frozenset()
    apart: frozenset[frozenset[str]] = frozenset()  # pairs that are never one
    articles: int = 0


class Resolver:
    """Resolves the entities of a batch.

    :param known: what was loaded before; its profiles and index grow.
    """

    def __init__(self, known: Known):
        self.known = known
        counts = {
            key.removeprefix("name:"): entities.total()
            for key, entities in known.index.items()
            if key.startswith("name:")
        }
        self.rarity = Rarity(known.articles, counts)
        self._of_article: dict[tuple[str, str], list[LocalEntity]] = defaultdict(list)
        self._touched: set[str] = set()
        self._agreements: dict[tuple[str, str, tuple[str, ...], str, int], Agreement] = {}

    def uncertain(self, entities: Iterable[LocalEntity]) -> set[str]:
        """Return the known entities of which more than the name has to be known to tell which of them is meant."""
        found: set[str] = set()
        for local in {(local.name, local.label, local.aliases): local for local in entities}.values():
            likely, others = self._fitting(local)
            if others or not _is_certain(local, likely):
                found.update(known.entity_id for known, _ in (*likely[:CANDIDATES], *others[:CANDIDATES]))
        return found

    def resolve(self, articles: Iterable[tuple[Context, Iterable[LocalEntity]]]) -> list[Link]:
        """Return the link of each entity of the articles."""
        pairs = [(local, context) for context, entities in articles for local in entities]
        pairs.sort(key=lambda pair: (self._rank(pair[0]), *_place(*pair)))
        return [self._link(local, context) for local, context in pairs]

    def merges(self) -> list[Merge]:
        """Return the entities known by short names only that the batch has shown to be others."""
        proposed: dict[str, list[tuple[Score, str]]] = defaultdict(list)
        for entity in sorted(self._touched):
            for short in self._short_forms(self.known.profiles[entity]):
                found = self._score_merge(self.known.profiles[short], self.known.profiles[entity])
                if found is not None and frozenset((short, entity)) not in self.known.apart:
                    proposed[short].append((found, entity))
        merges: dict[str, Merge] = {}
        for short, found in sorted(proposed.items()):
            found.sort(key=lambda pair: (-pair[0].value, pair[1]))
            is_clear = len(found) == 1 or found[0][0].value - found[1][0].value >= MERGE_MARGIN
            if found[0][0].value >= MERGED_FROM and is_clear:
                merges[short] = Merge(short, found[0][1], found[0][0].value, found[0][0].text)
        for entity in sorted(self._touched):
            if (found := self._namesake(entity)) and not {entity, found[1]} & merges.keys():
                merges[entity] = Merge(entity, found[1], found[0].value, found[0].text)
        return _without_chains(merges)

    def _namesake(self, entity: str) -> tuple[Score, str] | None:
        """Return the better known entity of the same full name, or the only one of a fuller form, that is the same."""
        profile = self.known.profiles[entity]
        name = profile.main_name
        if profile.label != PERSON or is_short(name, PERSON) or not profile.contexts:
            return None
        keys = [key for key in keys_of(name, PERSON) if key.startswith(("name:", "person:"))]
        others = set().union(*(self.known.index.get(key, ()) for key in keys)) - {entity}
        found = []
        for other in sorted(others & self.known.profiles.keys()):
            known = self.known.profiles[other]
            if known.label == PERSON and _has_same_name(profile, known):
                made = self._score(_as_local(profile, name), profile.surroundings, known)
                is_better = (known.article_count, other) > (profile.article_count, entity)
                if made and is_better and not made.has_contrary and frozenset((entity, other)) not in self.known.apart:
                    found.append((made, other))
        same = [pair for pair in found if pair[0].agreement is Agreement.SAME]
        likely = [pair for pair in (same or found[: len(found) == 1]) if pair[0].value >= MERGED_NAMESAKES_FROM]
        return likely[0] if likely else None

    def _rank(self, local: LocalEntity) -> int:
        """Return 0 for what was linked before, then fuller names before shorter ones."""
        if (local.article_id, local.local_entity_id) in self.known.links:
            return 0
        if local.label == PERSON:
            person = parse_person(local.name)
            return 4 if not person.is_full else 2 if len(person.keys[0]) == 1 else 1
        return 4 if is_acronym(local.name) else 3 if " " not in plain_name(local.name) else 1

    def _link(self, local: LocalEntity, context: Context) -> Link:
        known = self.known.links.get((local.article_id, local.local_entity_id))
        if known is not None:
            link = Link(local.article_id, local.local_entity_id, known, KEPT, None, "linked before")
            self._add(known, local, context, is_new=False)
            return link
        scored = self._candidates(local, context)
        best = scored[0] if scored else None
        if best is not None and self._is_one(scored):
            link = _link(local, best[1], JOINED, best, scored[1] if len(scored) > 1 else None)
        else:
            link = _link(local, self._found(local), FOUNDED, None, best)
        self._add(link.entity_id, local, context, is_new=True)
        return link

    def _is_one(self, scored: list[tuple[Score, str]]) -> bool:
        best = scored[0][0]
        is_clear = best.agreement > Agreement.SHORT or len(scored) == 1 or (
            best.value - scored[1][0].value >= MARGIN
        )
        return best.value > JOINED_FROM and is_clear

    def _candidates(self, local: LocalEntity, context: Context) -> list[tuple[Score, str]]:
        """Return the known entities that the name fits, the likeliest first; short forms where no better one does."""
        likely, others = self._fitting(local)
        scored = self._scored(local, None if not others and _is_certain(local, likely) else context, likely)
        if not others or (scored and scored[0][0].value > JOINED_FROM):
            return scored
        return self._scored(local, context, likely, others)

    def _fitting(self, local: LocalEntity) -> tuple[list[Fitting], list[Fitting]]:
        """Return the known entities that a name fits well, and those that it fits less well, of most articles first."""
        agreements = [(known, self._agree(local, known)) for known in self._looked_up(local)]
        fitting = sorted((pair for pair in agreements if pair[1]), key=_by_articles)
        lowest = Agreement.SHORT if is_short(local.name, local.label) else Agreement.SPELLING
        return [pair for pair in fitting if pair[1] >= lowest], [pair for pair in fitting if pair[1] < lowest]

    def _scored(self, local: LocalEntity, context: Context | None, *fitting: list[Fitting]) -> list[tuple[Score, str]]:
        everyone = [pair for pairs in fitting for pair in pairs]
        bearers = sum(known.article_count for known, _ in everyone)
        has_full_bearer = any(agreement is Agreement.SHORT for _, agreement in everyone)
        is_slip = is_persons_name(local, self._called(local.name))
        results = []
        for known, agreement in (pair for pairs in fitting for pair in pairs[:CANDIDATES]):
            made = score(
                local, context, known, self.rarity, agreement=agreement, bearers=bearers,
                has_full_bearer=has_full_bearer, is_slip=is_slip,
            )
            results.append((self._told_apart(made, local, known.entity_id), known.entity_id))
        return sorted(results, key=lambda pair: (-pair[0].value, -self.known.profiles[pair[1]].article_count, pair[1]))

    def _called(self, name: str) -> list[Profile]:
        """Return the known entities that go by exactly a name."""
        found = self.known.index.get(f"name:{plain_name(name)}", ())
        return [self.known.profiles[entity] for entity in found if entity in self.known.profiles]

    def _looked_up(self, local: LocalEntity) -> list[Profile]:
        """Return the known entities that share a key with an article's entity, of a common key the most frequent."""
        if local.label == PERSON and is_office(local.name):
            return []
        found: set[str] = set()
        for key in keys_to_look_up(local):
            if key in self.known.index:
                found.update(_most_frequent(self.known.index[key]))
        return [self.known.profiles[entity] for entity in found if entity in self.known.profiles]

    def _agree(self, local: LocalEntity, known: Profile) -> Agreement:
        """Return how well the names agree; what was compared is kept until the known entity has another article."""
        compared = local.name, local.label, local.aliases, known.entity_id, known.article_count
        if compared not in self._agreements:
            self._agreements[compared] = agree(local, known)
        return self._agreements[compared]

    def _told_apart(self, made: Score, local: LocalEntity, entity: str) -> Score:
        others = self._of_article.get((local.article_id, entity), ())
        if others and (made.agreement is Agreement.PART or (
            local.label == PERSON and made.agreement < Agreement.SAME
            and not _goes_by(self.known.profiles[entity], local.name)
            and any(other.label == PERSON and not _may_be_one(other.name, local.name) for other in others)
        )):
            evidence = (*made.evidence, f"the article has {others[0].name} beside ({-_TOLD_APART:+.1f})")
            return replace(made, value=made.value - _TOLD_APART, evidence=evidence)
        return made

    def _found(self, local: LocalEntity) -> str:
        """Return the id of a new entity: from label and name, and for another of that name from its first article."""
        new = entity_id(local.label, local.name)
        if new in self.known.profiles or new in self.known.taken:
            new = stable_id("entity", local.label, local.name.casefold(), local.article_id)
        return new

    def _add(self, entity: str, local: LocalEntity, context: Context, *, is_new: bool) -> None:
        profile = self.known.profiles.get(entity)
        if is_new or profile is None:
            if profile is None:
                profile = self.known.profiles[entity] = Profile(entity)
            profile.add(local, context)
            for key in local_keys(local):
                if key not in self.known.index:
                    self.known.index[key] = Counter()
                self.known.index[key][entity] += 1
        self._of_article[local.article_id, entity].append(local)
        self._touched.add(entity)

    def _short_forms(self, profile: Profile) -> list[str]:
        """Return the entities that go by nothing but a short form of an entity's name."""
        found = set()
        for name in profile.names:
            for key in short_keys(name, profile.label):
                found.update(self.known.index.get(key, ()))
        found.discard(profile.entity_id)
        label, count = profile.label, profile.article_count
        return sorted(
            entity for entity in found
            if (other := self.known.profiles.get(entity)) and len(other.names) <= 3
            and other.article_count <= count * 3 and other.label == label
            and all(is_short(name, label) for name in other.names)
        )

    def _score_merge(self, short: Profile, full: Profile) -> Score | None:
        names = sorted(short.names, key=lambda name: (-short.names[name], name))
        made = None
        for name in names:
            local = _as_local(short, name)
            made = self._score(local, short.surroundings, full)
            if made is None or made.agreement is not Agreement.SHORT:
                return None
        return made

    def _score(self, local: LocalEntity, context: Context, known: Profile) -> Score | None:
        agreement = agree(local, known)
        return score(local, context, known, self.rarity, agreement=agreement) if agreement else None


def _as_local(profile: Profile, name: str) -> LocalEntity:
    """Return what is known of an entity as if one article knew it."""
    return LocalEntity(
        "", profile.entity_id, name, profile.label, next(iter(profile.countries), None), tuple(profile.aliases),
        profile.gender, frozenset(profile.roles), frozenset(profile.organisations),
    )


def _has_same_name(one: Profile, other: Profile) -> bool:
    """Whether two may be called alike, and not one of them junior in articles that the other is not."""
    generations = {generation(name) for name in one.names if name in other.names or parse_person(name).is_full}
    is_same = compare_people(one.main_name, other.main_name) >= Agreement.FULLER
    return is_same and generations == {generation(other.main_name)}


def _without_chains(merges: dict[str, Merge]) -> list[Merge]:
    """Return merges none of which leads to an entity that is merged itself."""
    return [merge for _, merge in sorted(merges.items()) if merge.entity_id not in merges]


def local_keys(local: LocalEntity) -> tuple[str, ...]:
    """Return the keys that an article's entity is found under by others, sorted."""
    return _local_keys(local.name, local.aliases, local.label)


@lru_cache(maxsize=20_000)
def _local_keys(name: str, aliases: tuple[str, ...], label: str) -> tuple[str, ...]:
    keys = alone_keys(name, label).union(*(keys_of(each, label) for each in (name, *aliases)))
    return tuple(sorted(keys)[:MAXIMUM_KEYS])


def keys_to_look_up(local: LocalEntity) -> frozenset[str]:
    """Return the keys under which an article's entity may be known."""
    aliases = () if local.label == PERSON else local.aliases
    if not is_acronym(local.name):
        aliases = tuple(alias for alias in aliases if not is_acronym(alias))
    return _keys_to_look_up((local.name, *aliases), local.label)


@lru_cache(maxsize=20_000)
def _keys_to_look_up(names: tuple[str, ...], label: str) -> frozenset[str]:
    return frozenset().union(*(lookup_keys(name, label) for name in names))


def _may_be_one(one: str, other: str) -> bool:
    """Whether an article may use both names for one person: not for father and son."""
    return compare_people(one, other) >= Agreement.FULLER and generation(one) == generation(other)


def _goes_by(known: Profile, short: str) -> bool:
    """Whether many articles name somebody by a short name alone, so that others of it are told by more."""
    return known.names[short] >= max(_USES_OF_A_SHORT_NAME, known.article_count / 10)


def _most_frequent(entities: Mapping[str, int]) -> Iterable[str]:
    """Return the entities that most articles have under a key."""
    if len(entities) <= CANDIDATES_A_KEY:
        return entities
    return [entity for entity, _ in sorted(entities.items(), key=_by_count)[:CANDIDATES_A_KEY]]


def _by_articles(pair: Fitting) -> tuple[int, str]:
    return -pair[0].article_count, pair[0].entity_id


def _is_certain(local: LocalEntity, fitting: list[Fitting]) -> bool:
    """Whether the only known entity that a name fits is it, whatever the article is about: so for places."""
    if len(fitting) != 1 or local.label == PERSON or is_short(local.name, local.label) or is_generic(local.name):
        return False
    known, agreement = fitting[0]
    return agreement is Agreement.SAME and known.label == local.label


def _by_count(pair: tuple[str, int]) -> tuple[int, str]:
    return -pair[1], pair[0]


def _place(local: LocalEntity, context: Context) -> tuple[str, str, str]:
    shown = context.seen_at.isoformat() if context.seen_at else ""
    return shown, local.article_id, local.local_entity_id


def _link(
    local: LocalEntity, entity: str, decision: str, made: tuple[Score, str] | None, other: tuple[Score, str] | None
) -> Link:
    return Link(
        local.article_id, local.local_entity_id, entity, decision,
        made[0].value if made else None, made[0].text if made else "no known entity fits" if other is None else
        "no known entity fits well enough",
        other[1] if other else None, other[0].value if other else None, other[0].text if other else None,
    )
