"""How likely an entity of an article is one that is known already: log odds, added up over the evidence.

The weights are those of a Fellegi-Sunter comparison (A Theory for Record Linkage, 1969) in natural logarithms, set by
hand and checked on gold articles and by reading (docs/decisions/0014): 0 is even odds, each unit nearly three times.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log, sqrt

from pipeline.link.keys import name_key
from pipeline.link.names import (
    PERSON,
    PRODUCT,
    SHORTENED,
    Agreement,
    compare_names,
    compare_people,
    compare_products,
    country_of_body,
    differ_in_middle,
    generation,
    has_company_form,
    is_acronym,
    is_common,
    is_generic,
    plain_name,
)
from pipeline.link.profiles import CONTEXTS, Context, LocalEntity, Profile
from pipeline.link.roles import conflicting
from pipeline.rows.persons import parse_person
from pipeline.rows.places import country_of_adjective, find_country, known_places

ORG = "ORG"
_PERSON_WEIGHTS = {Agreement.SAME: 4.0, Agreement.FULLER: 3.0, Agreement.SPELLING: 1.0, Agreement.SHORT: -1.0}
_NAME_WEIGHTS = {
    Agreement.SAME: 5.0, Agreement.FULLER: 3.5, Agreement.SPELLING: 3.5, Agreement.SHORT: -0.5, Agreement.PART: -2.0,
}
_COMMON_NAME_WEIGHT = 1.5  # of the same name where many people have it
_COMMON_SHORT_NAME = -1.5  # of a short name that many people have
_PRIOR_OF_LETTERS = 1.0  # at most, of an acronym that no article uses for whom it fits: S.C. is no Supreme Court
_SAME_LETTERS = 1.5  # of an acronym where there is also something that it is short for
_FATHER_OR_SON = -12.0  # John Roe, John Roe Jr.
_COMPANY_AND_PERSON = -12.0
_SLIP = -1.0  # of a label, where a name is nearly always a person's
_OF_A_PERSON = -4.0  # of what such a name may be short for otherwise
_SLIPS = 0.1  # of the articles that name somebody, at most
_USES_OF_A_PERSONS_NAME = 10
_NUMBERED = 1.0  # of a name with and without III
_ROLES_TOLD = 10
_ANOTHER_ROLE = -1.5
_NAMESAKES = 0.5
_WITHOUT_KIND = 1.0  # of Apple where Apple Computer is known
_TWO_LETTERS = -1.5  # what an acronym of two letters says less than one of three
_PRIOR_OF_TWO_LETTERS = -3.0
_NAMES_COMPARED = 12  # of a known entity, the most frequent
_USES_OF_AN_ALIAS = 2
_UNKNOWN_BEARERS = 2.0  # of a family name: as if that many articles were about others
_LOWEST_PRIOR = -2.0
_LOWEST_PRIOR_OF_SHORT = -4.0  # of who goes by nothing but the short name, where others have a full one
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_THINGS = frozenset({"PRODUCT", "EVENT", "WORK_OF_ART", "LAW", "MISC", "LANGUAGE"})
_TIME_APART_DAYS = 730
_FEW_ARTICLES = 20


@dataclass(frozen=True, slots=True)
class Score:
    """Log odds that two are one, and what speaks for and against it."""

    value: float
    evidence: tuple[str, ...]
    agreement: Agreement

    @property
    def has_contrary(self) -> bool:
        """Whether anything speaks against it."""
        return any("(-" in what for what in self.evidence)

    @property
    def text(self) -> str:
        """The evidence, as it is kept."""
        return "; ".join(self.evidence)


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many articles of the warehouse names stand."""

    articles: int
    counts: Mapping[str, int]  # by plain name
    weights: dict[str, float] = field(default_factory=dict)  # those that were asked for

    def weight(self, name: str) -> float:
        """Return what it says that two articles share a name."""
        if name not in self.weights:
            rarity = 0.35 * log((max(self.articles, 200) + 1) / (self.counts.get(name, 0) + 1))
            self.weights[name] = 0.3 if _is_of_a_country(name) else min(1.5, rarity)
        return self.weights[name]


@lru_cache(maxsize=200_000)
def _is_of_a_country(name: str) -> bool:
    return bool(find_country(name) or country_of_adjective(name))


def score(
    local: LocalEntity, context: Context | None, known: Profile, rarity: Rarity, *, agreement: Agreement,
    bearers: int | None = None, has_full_bearer: bool = False, is_slip: bool = False,
) -> Score:
    """Return how likely an article's entity is a known one that its name fits.

    :param context: what the article is about; ``None`` where that cannot matter.
    :param agreement: how well (:func:`agree`).
    :param bearers: articles about all known entities that a short name fits, this one included; ``None`` where it is
        not to count how many there are.
    :param is_slip: whether what the article labels otherwise is a person's name nearly everywhere else
        (:func:`is_persons_name`).
    """
    is_short_as_well = agreement is Agreement.SAME and has_full_bearer and is_short(local.name, local.label)
    evidence = [(_weight(local, known, agreement, is_one_of_several=is_short_as_well), _AGREEMENTS[agreement])]
    if agreement is Agreement.SAME and not is_short(local.name, local.label):
        evidence.append((_prominence(known), f"{known.article_count} articles"))
    is_one_of_several = agreement is Agreement.SHORT or is_short_as_well or (
        agreement is Agreement.SAME and local.label == PERSON
    )
    if is_one_of_several and bearers is not None and is_short(local.name, local.label):
        others = max(bearers, known.article_count) - known.article_count
        lowest = _LOWEST_PRIOR_OF_SHORT if is_short_as_well else _LOWEST_PRIOR
        prior = max(lowest, _prior(known, others))
        if local.label != PERSON and agreement is Agreement.SHORT and not _is_called(local.name, known):
            is_two = _letters(local.name) == 2 and local.label not in _PLACES
            cap = _PRIOR_OF_TWO_LETTERS if is_two else _PRIOR_OF_LETTERS
            prior = min(prior, cap if known.label == local.label else lowest)
        evidence.append((prior, f"{known.article_count} articles, {others} about others of the name"))
    if agreement is Agreement.SHORT and not is_short(local.name, local.label):
        evidence.append((_surprise(local, known), f"{known.article_count} articles by the short name alone"))
    if is_slip and known.label != PERSON and agreement < Agreement.SAME:
        evidence.append((_OF_A_PERSON, "a person's name"))
    if is_slip and known.label == PERSON:
        evidence.append((_SLIP, f"{local.label} here, a person's name elsewhere"))
    elif known.label != local.label:
        evidence.append((_label_weight(local, known), f"{local.label} here, {known.label} elsewhere"))
    if context is not None:
        evidence += _context_evidence(local, context, known, rarity, agreement)
    if PERSON in (local.label, known.label):
        evidence += _person_evidence(local, known, agreement)
    told = [(value, what) for value, what in evidence if value]
    return Score(
        round(sum(value for value, _ in told), 3), tuple(f"{what} ({value:+.1f})" for value, what in told), agreement
    )


_AGREEMENTS = {
    Agreement.SAME: "same name", Agreement.FULLER: "fuller or shorter form of the name",
    Agreement.SPELLING: "spelling of the name", Agreement.SHORT: "short name", Agreement.PART: "part of the name",
}


@lru_cache(maxsize=200_000)
def is_short(name: str, label: str) -> bool:
    """Whether a name leaves most of a fuller one out: a family name alone, an acronym."""
    return not parse_person(name).is_full if label == PERSON else is_acronym(name)


def is_persons_name(local: LocalEntity, known: Iterable[Profile]) -> bool:
    """Whether the one word that an article takes for an organisation or the like is a person's name elsewhere.

    :param known: all that are called so.
    """
    plain = plain_name(local.name)
    if local.label in (PERSON, "NORP") or len(local.name.split()) > 1 or is_acronym(local.name):
        return False
    if plain in known_places():
        return False
    uses: Counter[bool] = Counter()
    for profile in known:
        is_person = profile.label == PERSON
        uses[is_person] = max(uses[is_person], _uses(plain, profile))
    return uses[True] >= _USES_OF_A_PERSONS_NAME and uses[False] <= _SLIPS * uses[True]


def agree(local: LocalEntity, known: Profile) -> Agreement:
    """Return how well an article's entity agrees in name with a known one.

    Most of the known entity's full names must agree: one that is called so by mistake now and then does not count.
    """
    if local.label == PERSON and known.label == PERSON:
        found = _comparisons(local.name, known, PERSON)
        agreeing = sum(count for agreement, count in found if agreement)
        best = _usual(found) if agreeing >= 0.4 * sum(count for _, count in found) else Agreement.NONE
        if best and _is_namesake(local, known):
            return Agreement.NONE
    else:
        best = _agree_otherwise(local, known)
    return Agreement.SHORT if not best and _is_called(local.name, known) else best


def _is_namesake(local: LocalEntity, known: Profile) -> bool:
    """Whether the article gives a middle name, and most of the articles that give the known one's give another."""
    told = [name for name in {local.name, *local.aliases} if name.count(" ") > 1]
    if not told:
        return False
    middles = {name: count for name, count in known.names.items() if len(parse_person(name).keys) > 2}
    others = sum(count for other, count in middles.items() if any(differ_in_middle(name, other) for name in told))
    return bool(others) and others >= _NAMESAKES * sum(middles.values())


def _agree_otherwise(local: LocalEntity, known: Profile) -> Agreement:
    if local.label == known.label == PRODUCT:
        return max(compare_products(one, other) for one in _names_of(local) for other in _names_of(known))
    best = _usual(_comparisons(local.name, known, ORG))
    is_known_by_acronym = all(is_acronym(name) for name in known.names)
    if is_known_by_acronym and not is_acronym(local.name) and best < Agreement.SPELLING:
        letters = min(len(name_key(name).replace(" ", "")) for name in known.names)
        is_likely = best is Agreement.SHORT and letters > 2 and local.label == known.label
        return Agreement.SHORT if is_likely or _is_defined(local, known) else Agreement.NONE
    is_whole = " " in plain_name(local.name) or local.label != known.label or known.label not in SHORTENED
    if best is Agreement.PART and is_whole:
        return Agreement.NONE
    return best


def _comparisons(name: str, known: Profile, label: str) -> list[tuple[Agreement, int]]:
    """Return how a name agrees with each of an entity's full names, and its equal; with short ones if it has no other.

    ``CBS`` is compared with ``CBS`` and ``CBS News``, not with the letters of another name.
    """
    compare = compare_people if label == PERSON else compare_names
    if len(known.names) == 1:
        return [(compare(name, other), count) for other, count in known.names.items()]
    names = known.names.most_common(_NAMES_COMPARED) if len(known.names) > _NAMES_COMPARED else known.names.items()
    plain = plain_name(name)
    full = [
        (other, count) for other, count in names
        if not is_short(other, label) or (label != PERSON and plain_name(other) == plain)
    ]
    return [(compare(name, other), count) for other, count in full or names]


def _names_of(entity: LocalEntity | Profile) -> set[str]:
    """Return what something is called, in full or not: a product goes by each part of its name."""
    names = {entity.name} if isinstance(entity, LocalEntity) else set(entity.names)
    return names.union(list(entity.aliases)[:_NAMES_COMPARED])


def _usual(found: list[tuple[Agreement, int]]) -> Agreement:
    """Return how well the name agrees with those that at least a fifth of the articles use."""
    if len(found) == 1:
        return found[0][0]
    total = sum(count for _, count in found)
    for level in reversed(Agreement):
        if 5 * sum(count for agreement, count in found if agreement >= level) >= total:
            return level
    return Agreement.NONE


def _is_called(name: str, known: Profile) -> bool:
    """Whether a known entity is called by a short name often enough to be meant by it."""
    plain = plain_name(name)
    if " " in plain:
        return False
    return _uses(plain, known) >= max(_USES_OF_AN_ALIAS, known.article_count / 10)


def _uses(plain: str, known: Profile) -> int:
    """Return how many articles call a known entity so."""
    return sum(count for alias, count in known.aliases.items() if plain_name(alias) == plain)


def _letters(acronym: str) -> int:
    return len(plain_name(acronym).replace(" ", ""))


def _is_defined(local: LocalEntity, known: Profile) -> bool:
    """Whether the article itself gives the short name that the known entity goes by: "the Example Bank (EXB)"."""
    return any(plain_name(alias) in known.plain_names for alias in local.aliases)


def _weight(local: LocalEntity, known: Profile, agreement: Agreement, *, is_one_of_several: bool) -> float:
    """Return what the agreement of the names says; less of a short name that something known by a full one has too."""
    if local.label != PERSON or known.label != PERSON:
        if is_one_of_several:
            return _SAME_LETTERS
        if agreement >= Agreement.FULLER and is_generic(local.name):
            return 2.0
        short = min((local.name, *known.names), key=len)
        if agreement is Agreement.SHORT and not is_acronym(short):
            return _WITHOUT_KIND
        is_two = agreement is Agreement.SHORT and is_acronym(short) and _letters(short) == 2
        return _NAME_WEIGHTS[agreement] + (_TWO_LETTERS if is_two else 0.0)
    if is_one_of_several:
        return _PERSON_WEIGHTS[Agreement.SHORT]
    if agreement is Agreement.SHORT and is_common(min((local.name, *known.names), key=len)):
        return _COMMON_SHORT_NAME
    if agreement is Agreement.SAME and not parse_person(local.name).is_full:
        return 1.0 if is_common(local.name) else 3.5  # a family name alone, here as there
    if agreement is Agreement.SAME and is_common(local.name):
        return _COMMON_NAME_WEIGHT
    if agreement > Agreement.SHORT and generation(local.name) != _usual_generation(known):
        middle = any(len(parse_person(name).keys) > 2 for name in (local.name, *known.names) if generation(name))
        # All of the name is given: Joseph R. Biden Jr., Joe Biden.
        if middle:
            return min(1.0, _PERSON_WEIGHTS[agreement])
        return _NUMBERED if _leaves_number_out(local, known) else _FATHER_OR_SON
    return _PERSON_WEIGHTS[agreement]


def _leaves_number_out(local: LocalEntity, known: Profile) -> bool:
    """Whether one goes with a number and without, as few Juniors do: Joe Roe III, who has the role of Joe Roe."""
    told = {generation(name) for name in (local.name, *known.names)} - {None}
    return not told & {"jr", "sr"} and bool(local.name in known.names or local.roles & known.roles.keys())


def _usual_generation(known: Profile) -> str | None:
    """Return what most articles that give the full name say: ``jr`` of a son, though some leave it out."""
    counts = Counter()
    for name, count in known.names.items():
        counts[generation(name)] += count if parse_person(name).is_full else 0
    return counts.most_common(1)[0][0]


def _prominence(known: Profile) -> float:
    """Return how much more a full name of many articles means whom they mean."""
    return min(3.0, 0.5 * log(known.article_count))


def _surprise(local: LocalEntity, known: Profile) -> float:
    """Return what it says that many articles have used a short name alone, and none what it may be short for.

    Of very many articles one would.
    """
    is_told = (local.label != PERSON and _is_defined(local, known)) or not all(
        is_short(name, local.label) for name in known.names
    )
    count = known.article_count
    return 0.0 if is_told else -0.7 * log(count) - 1.5 * log(max(1.0, count / _FEW_ARTICLES))


def _prior(known: Profile, others: int) -> float:
    """Return how much more articles mean the known entity by a short name than anybody else, known or unknown."""
    return min(4.0, log(known.article_count / (others + _UNKNOWN_BEARERS)))


def _label_weight(local: LocalEntity, known: Profile) -> float:
    """Return what unlike labels say: little where one is a slip of the model, much where both may be right."""
    pair = {local.label, known.label}
    count = known.labels[local.label]
    dominance = min(2.5, log(known.article_count + 1) * 0.8)
    if count >= 2 and count >= 0.2 * known.article_count:
        return -0.5  # the known entity goes by both
    if PERSON in pair:
        if any(map(has_company_form, (local.name, known.main_name))):
            return _COMPANY_AND_PERSON
        is_full = local.label == PERSON and parse_person(local.name).is_full
        is_somebody = local.label == PERSON and (local.gender or local.roles or is_full)
        return (-9.0 if is_somebody or known.label == PERSON else -2.0) + dominance
    if pair <= _PLACES or pair <= _THINGS:
        return -1.0
    if "GPE" in pair:
        return (-8.0 if plain_name(local.name) in known_places() or "NORP" in pair else -3.5) + dominance
    if "NORP" in pair:
        return -5.0 + dominance
    return -3.5 + dominance


def _context_evidence(
    local: LocalEntity, context: Context, known: Profile, rarity: Rarity, agreement: Agreement
) -> list[tuple[float, str]]:
    names, words = known.surroundings.names, known.surroundings.words
    own = known.plain_names.union(map(plain_name, (local.name, *local.aliases)))
    shared = (context.names & names) - own
    weights = sorted(((rarity.weight(name), name) for name in shared), reverse=True)
    found = []
    if weights:
        value = min(4.0, sum(weight for weight, _ in weights))
        found.append((value, f"also there: {', '.join(name for _, name in weights[:3])}"))
    common = len(context.words & words)
    is_person = local.label == PERSON
    is_apart = sum(weight for weight, _ in weights) < 1.0 and common < 4
    if is_person and is_apart and len(context.names - own) >= 3 and len(names - own) >= 3:
        told = sqrt(min(1.0, CONTEXTS / known.article_count))  # the latest articles are few of those of the famous
        found.append((round(-2.5 * told, 1), "little else in common"))
    elif common:
        found.append((min(1.5, 0.25 * common), f"{common} words of the subject"))
    if not is_person and (is_generic(local.name) or country_of_body(local.name)):
        found += _country_evidence(local, context, known)
    if is_person and agreement is Agreement.SHORT and _days_apart(context, known) > _TIME_APART_DAYS:
        found.append((-0.7, "years apart"))
    return found


def _country_evidence(local: LocalEntity, context: Context, known: Profile) -> list[tuple[float, str]]:
    countries = known.surroundings.countries
    told = country_of_body(local.name)
    own = local.country_code or told
    others = known.countries.keys() | {country_of_body(name) for name in known.names} - {None}
    if own and others:
        return [(2.0, "same country")] if own in others else [(-12.0 if told else -6.0, "other countries")]
    if own and countries and own not in countries:
        return [(-4.0, "no article about the country")]
    if context.countries and countries and not context.countries & countries:
        return [(-4.0, "countries of the articles differ")]
    return []


def _person_evidence(local: LocalEntity, known: Profile, agreement: Agreement) -> list[tuple[float, str]]:
    found = []
    if local.gender and known.gender and local.gender != known.gender:
        found.append((-4.5, f"{local.gender} here, {known.gender} elsewhere"))
    if roles := local.roles & known.roles.keys():
        value = _usual_role(roles, known) if agreement is Agreement.SHORT else 1.5
        found.append((value, f"same role: {min(roles)}"))
    elif local.roles and known.roles and conflicting(local.roles, known.roles.keys()):
        found.append((-2.5, f"{min(local.roles)} here, {known.roles.most_common(1)[0][0]} elsewhere"))
    if organisations := local.organisations & known.organisations.keys():
        found.append((1.0, f"same organisation: {min(organisations)}"))
    return found


def _usual_role(roles: Iterable[str], known: Profile) -> float:
    """Return what it says that somebody called by the family name has a role that the known one has, now and then."""
    heads = {role.split()[-1] for role in roles}
    told = sum(count for role, count in known.roles.items() if role.split()[-1] in heads)
    total = known.roles.total()
    return 1.5 if total < _ROLES_TOLD else max(_ANOTHER_ROLE, 1.5 + log(told / total))


def _days_apart(context: Context, known: Profile) -> int:
    dates = [other.seen_at for other in known.contexts if other.seen_at]
    if not context.seen_at or not dates:
        return 0
    return min(abs(context.seen_at - date).days for date in dates)
