"""The named entities of one article: which names are of one person, organisation or place, and what it is called.

Names are brought together by rule: labels by majority over equal names, people by family name, given name and
honorific, organisations by acronyms and short forms, countries by the gazetteer.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.language.extensions import ATTRIBUTIONS
from pipeline.link.keys import entity_id, initials_of, name_key
from pipeline.records import Entity
from pipeline.rows.bodies import Body, name_bodies
from pipeline.rows.labels import NAME_LABELS, mend_labels, repeated_names, settle_labels, whole_names
from pipeline.rows.marks import ALL_MARKS
from pipeline.rows.metonyms import Metonyms, may_be_metonym
from pipeline.rows.persons import (
    KIN,
    PersonName,
    gender_of_honorific,
    gender_of_noun,
    gender_of_title,
    given_names_agree,
    noun_beside,
    parse_person,
)
from pipeline.rows.places import country_of_adjective, country_of_city, find_country, known_places
from pipeline.rows.text import Span, trim
from pipeline.rows.titles import Title, title_after, title_before

_ABBREVIATED_LABELS = frozenset({"ORG", "MISC", "EVENT", "FAC", "PRODUCT"})

_POSSESSIVE = re.compile(r"(?:[’'`]s|(?<=s)[’'])$", re.IGNORECASE)
_LEADING_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_COMPANY_FORMS = frozenset(
    "inc corp co ltd llc plc ag sa nv gmbh group holdings limited corporation company incorporated".split()
)
_KINDS_OF_ORGANISATION = frozenset(
    "group motor motors company university college bank news foundation institute association party airlines "
    "airways energy media pharmaceuticals industries international technologies systems partners capital health times "
    "post".split()
)
_TOO_GENERAL = frozenset(
    "university bank national international american united new north south east west central european federal "
    "ministry state department college first general house world news public global city high royal democratic "
    "republican people local".split()
)
_OF_PEOPLE = re.compile(r"^[A-Z][^\n.,;]*(?:s[’']|(?:men|women|people|children)[’']s)\s$", re.IGNORECASE)
_GLUED = re.compile(r"[a-z]{4}(?=[A-Z])")  # Ada OkaforSenators: a page's links, read without their breaks
_LOWER_CASE_END = re.compile(r"(?:\s+[a-z]+)+$")
_AT_PLACE = re.compile(
    r"\b(?:on|along|in|into|down|up|across|(?:tributar\w+|banks?|waters|mouth|shores?|valley|delta) of) the $"
)
_NO_NAMES = frozenset("the a an ms. ms mr. mr mrs. mrs dr. dr sen. rep. gov. great bad".split())
_HYPHEN = re.compile(r"[-–—/]")
_LONGEST_ACRONYM = 8
_KIN = "son|daughter|wife|husband|brother|sister|father|mother|niece|nephew|cousin|uncle|aunt|spouse|widow|widower"
_FIRST_OFFICES = frozenset("president pope queen king".split())  # whose bearers go without a title in the news
_TOLD_APART = re.compile(r"\b(?:elder|older|younger|senior|junior)\s$")
_LONGEST_WORD = 12  # of those that tell relatives apart
_FOREMOST = 3  # times as often as any other
_NEARBY = 400  # characters within which somebody has just been named
_ESTABLISHED_USES = 2  # as often must somebody be called by the family name alone before it is theirs


@dataclass(slots=True, eq=False)
class Name:
    """A name as it stands in the text, or the words that name a body of a state by its kind ("foreign ministry")."""

    start: int
    end: int
    text: str
    label: str
    entity: "Cluster | None" = None
    key: str = ""  # what equal names share
    body: Body | None = None  # what it stands for, where that is a government or a body of a state
    form: str = "name"  # or nominal
    phrase: Span | None = None  # the whole mention, where that is longer: "Japan’s foreign ministry"

    def __post_init__(self) -> None:
        self.key = name_key(self.text)
        self.printed = " ".join(self.text.split())

    printed: str = ""  # the words of the whole mention

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.start, self.end


@dataclass(slots=True, eq=False)
class Cluster:
    """All names of one entity of the article."""

    label: str
    names: list[Name] = field(default_factory=list)
    person: PersonName | None = None  # the fullest form
    gender: str | None = None
    is_relative: bool = False  # said to be of the family of somebody else
    titles: list[tuple[int, Title]] = field(default_factory=list)
    country_code: str | None = None
    canonical_name: str = ""

    @property
    def entity_id(self) -> str:
        """The id that the entity has in every article that names it so."""
        return entity_id(self.label, self.canonical_name)

    def add(self, name: Name) -> None:
        """Add a name."""
        self.names.append(name)
        name.entity = self


@dataclass(frozen=True, slots=True)
class Succession:
    """That somebody has followed somebody else in an office."""

    place: int  # where the article says so
    predecessor: Cluster
    successor: Cluster


class ArticleEntities:
    """The names and entities of an article."""

    def __init__(self, doc: Doc, body: str):
        self.body = body
        self.names = repeated_names(whole_names(find_names(doc, body), body, make=Name), body, make=Name)
        settle_labels(self.names, body)
        mend_labels(self.names, doc, body)
        self._find_states(doc)
        people = [name for name in self.names if name.label == "PERSON"]
        others = [name for name in self.names if name.label != "PERSON"]
        self.people = cluster_people(people, self.body)
        self.clusters = [*self.people, *cluster_others(others, self.body)]
        for cluster in self.clusters:
            name_cluster(cluster)
        self._by_key: dict[str, Cluster | None] = {}
        self.successions: list[Succession] = []  # (:mod:`pipeline.rows.successions`)
        self.nominals: dict[Span, Cluster] = {}  # phrases that take one up (:mod:`pipeline.rows.nominals`)

    def _find_states(self, doc: Doc) -> None:
        """Find the bodies of states, and the places that stand for governments."""
        self.names = name_bodies(self.names, doc, make=Name)
        places = [name for name in self.names if name.body is None and may_be_metonym(name.text)]
        if places:
            metonyms = Metonyms(doc, doc._.get(ATTRIBUTIONS), [name.text for name in self.names])
            for name in places:
                name.body = metonyms.government(name.start, name.end)

    def entities(self) -> tuple[Entity, ...]:
        """Return the article's entities, in the order in which they are first named."""
        found = {}
        for cluster in sorted(self.clusters, key=lambda cluster: cluster.names[0].start):
            entity = Entity(cluster.entity_id, cluster.canonical_name, cluster.label, cluster.country_code)
            found.setdefault(entity.entity_id, entity)
        return tuple(found.values())

    def names_within(self, start: int, end: int) -> list[Name]:
        """Return the names that lie wholly in a span."""
        return [name for name in self.names_across(start, end) if start <= name.start and name.end <= end]

    def names_across(self, start: int, end: int) -> list[Name]:
        """Return the names that share a character with a span."""
        first = bisect_right(self.names, start, key=attrgetter("end"))
        last = bisect_left(self.names, end, key=attrgetter("start"))
        return self.names[first:last]

    def nominal_at(self, start: int, end: int) -> Cluster | None:
        """Return the entity that a phrase such as "the company" stands for."""
        return self.nominals.get((start, end))

    def known_as(self, text: str, *, before: int) -> Cluster | None:
        """Return the entity that a text names though the model did not mark it: by an equal name or a family name."""
        nominal = self.nominals.get((before, before + len(text)))
        if nominal:
            return nominal
        key = name_key(text)
        if not key or not text[:1].isupper():
            return None
        if not self._by_key:
            self._by_key.update((name.key, name.entity) for name in self.names)
        if key in self._by_key:
            return self._by_key[key]
        person = parse_person(text)
        fitting = [other for other in self.people if other.person and person.may_be_short_for(other.person)]
        return _likeliest(fitting, Name(before, before, text, "PERSON"), None, Counter()) if fitting else None

    def country(self, code: str) -> Cluster | None:
        """Return the country of a code (ISO 3166-1) where the article names it as a place."""
        places = (cluster for cluster in self.clusters if cluster.label == "GPE" and cluster.country_code == code)
        return next((place for place in places if find_country(place.canonical_name)), None)

    def bearer_of(self, title: Title, before: int) -> Cluster | None:
        """Return the one person whom the article has given a title, of several the one in question; else ``None``.

        A bare title ("the minister") must have been given before the place; a qualified one ("the transport minister")
        may be given later.
        """
        is_told = bool(title.qualifiers or title.countries)
        bearers = [
            person
            for person in self.people
            if any((is_told or place < before) and title.takes_up(known) for place, known in person.titles)
        ]
        if len(bearers) > 1:
            gone = [s.predecessor for s in self.successions if s.place < before and s.successor in bearers]
            bearers = [person for person in bearers if person not in gone]
        if len(bearers) == 1:
            return bearers[0]
        if not bearers:
            return self._untitled(title, before)
        return _foremost(bearers, before) or _only_nearby(bearers, before)

    def _untitled(self, title: Title, before: int) -> Cluster | None:
        """Return whom the article is about, where it takes for known that they are "the president"."""
        if title.head not in _FIRST_OFFICES or title.qualifiers or title.countries:
            return None
        untitled = sorted((person for person in self.people if not person.titles), key=lambda p: -len(p.names))
        most = max((len(person.names) for person in self.people), default=0)
        if not untitled or untitled[0].names[0].start > before or len(untitled[0].names) < max(_FOREMOST, most):
            return None
        rivals = max((len(person.names) for person in untitled[1:]), default=0)
        return untitled[0] if most >= _FOREMOST * rivals else None


def _foremost(bearers: list[Cluster], before: int) -> Cluster | None:
    """Return whom of several the article names last before a place, and at least three times as often."""

    def last_place(bearer: Cluster) -> int:
        return max((name.start for name in bearer.names if name.start < before), default=-1)

    last = max(bearers, key=last_place)
    most = max(len(bearer.names) for bearer in bearers if bearer is not last)
    return last if last_place(last) >= 0 and len(last.names) >= _FOREMOST * most else None


def _only_nearby(bearers: list[Cluster], before: int) -> Cluster | None:
    """Return the only one of several whom the article has just named, where it names none of them more often."""
    nearby = [b for b in bearers if any(before - _NEARBY < name.start < before for name in b.names)]
    most = max(len(bearer.names) for bearer in bearers)
    return nearby[0] if len(nearby) == 1 and len(nearby[0].names) == most else None


def find_names(doc: Doc, body: str) -> list[Name]:
    """Return the doc's named entities as names, without possessives, marks and leading articles."""
    names: list[Name] = []
    for entity in doc.ents:
        if entity.label_ in NAME_LABELS:
            start, end = tidy_name(body, entity.start_char, entity.end_char)
            label = entity.label_
            if names and label == "ORG" and _OF_PEOPLE.search(body[names[-1].start : start]):
                start = names.pop().start  # the Olhal Fishermen’s Cooperative
            for link in _between_countries(body, start, end):
                names.append(Name(start, link.start(), body[start : link.start()], "GPE"))
                start, label = link.end(), "GPE" if find_country(body[link.end() : end]) else "NORP"
            if label == "PERSON":
                start = without_titles(body, start, end)
                glued = _GLUED.search(body, start, end)
                end = glued.end() if glued else end
            if _LETTER.search(body, start, end) and body[start:end].casefold() not in _NO_NAMES:
                names.append(Name(start, end, body[start:end], label))
    return names


def _between_countries(body: str, start: int, end: int) -> list[re.Match[str]]:
    """Return the marks that part countries within a name: "U.S.-China", "Japan–U.S."."""
    links = list(_HYPHEN.finditer(body, start, end))
    if not links or find_country(body[start:end]):
        return []
    parts = zip([start, *(link.end() for link in links)], [*(link.start() for link in links), end], strict=True)
    *first, last = (body[slice(*part)] for part in parts)
    return links if all(map(find_country, first)) and country_of_adjective(last) else []


def tidy_name(body: str, start: int, end: int) -> Span:
    """Return a name's span without surrounding marks, possessive and article."""
    edges = ALL_MARKS + " \t\r\n\u00a0,;:-–—"
    if "\n" in body[start:end].strip():
        start = trim(body, start, end)[0]
        end = body.index("\n", start)
    start, end = trim(body, start, end, edges)
    possessive = _POSSESSIVE.search(body[start:end])
    if possessive and possessive.start():
        start, end = trim(body, start, start + possessive.start(), edges)
    trailing = _LOWER_CASE_END.search(body[start:end])
    if trailing and trailing.start() and body[start].isupper():
        end = start + trailing.start()
    article = _LEADING_ARTICLE.match(body, start, end)
    return (article.end() if article else start), end


def without_titles(body: str, start: int, end: int) -> int:
    """Return where a person's name begins behind its titles: "Mr. Roe", "President Jane Roe"."""
    for _ in parse_person(body[start:end]).titles:
        start += re.match(r"\S+\s*", body[start:end]).end()
    return start


def cluster_people(names: list[Name], body: str) -> list[Cluster]:
    """Bring together the names of people: full names first, then family names and given names alone."""
    people: list[Cluster] = []
    for name in names:
        person = parse_person(name.text)
        if person.is_full:
            gender = person.gender or gender_of_honorific(body, name.start)
            _describe(_full_name_cluster(people, person, gender), name, person, gender, body)
    uses: Counter[int] = Counter()
    juniors = {person for name in names if name.entity is None and (person := parse_person(name.text)).generation}
    for name in names:
        if name.entity is None:
            person = parse_person(name.text)
            gender = person.gender or gender_of_honorific(body, name.start)
            title = title_before(body, name.start, person.titles)
            meant = [
                cluster for cluster in people
                if (person.generation or not _is_called(cluster, juniors))
                and not (title and _is_relative_of(cluster, name, title, body))
            ]
            if gender is None and not _TOLD_APART.search(body, max(0, name.start - _LONGEST_WORD), name.start):
                meant = _without_relatives(meant, person)
            cluster = _short_name_cluster(meant, name, person, gender, title, uses)
            if not cluster.names:
                people.append(cluster)
            _describe(cluster, name, person, gender, body)
            uses[id(cluster)] += 1
    for cluster in people:
        cluster.names.sort(key=lambda name: name.start)
        cluster.gender = cluster.gender or cluster.person.known_gender
    return people


def _is_called(cluster: Cluster, juniors: Iterable[PersonName]) -> bool:
    """Whether somebody is called "Roe Jr." in short, so that "Roe" is somebody else."""
    return cluster.person is not None and any(junior.may_be_short_for(cluster.person) for junior in juniors)


def _is_relative_of(cluster: Cluster, name: Name, title: Title, body: str) -> bool:
    """Whether somebody named later, without the title, is of the family: "President Roe", "his son, Jon Roe"."""
    if cluster.person is None or min(other.start for other in cluster.names) < name.start:
        return False
    if _may_have(cluster, title):
        return False
    given = re.escape(cluster.person.words[0])
    return re.search(rf"\b(?:{_KIN})\b(?:,|\s\w+)?\s{given}\b", body) is not None


def _without_relatives(people: list[Cluster], person: PersonName) -> list[Cluster]:
    """Return whom a family name alone may mean: not those introduced as somebody's family, if another bears it."""
    bearers = [cluster for cluster in people if cluster.person and person.may_be_short_for(cluster.person)]
    return [cluster for cluster in bearers if not cluster.is_relative] or people


def _full_name_cluster(people: list[Cluster], person: PersonName, gender: str | None) -> Cluster:
    for cluster in people:
        if _genders_agree(cluster.gender, gender) and _is_form_of(person, _forms(cluster)):
            return cluster
    people.append(Cluster("PERSON"))
    return people[-1]


def _is_form_of(person: PersonName, forms: Iterable[PersonName]) -> bool:
    """Whether a full name is a form of somebody's name, and no other of the forms is of somebody else."""
    agree = [person.may_be_short_for(other) or other.may_be_short_for(person) for other in forms]
    return any(agree) and not any(
        person.keys[0] == other.keys[0] and person.keys[-1] == other.keys[-1] and person.differs_in_middle(other)
        for other, agrees in zip(forms, agree, strict=True)
        if not agrees
    )


def _short_name_cluster(
    people: list[Cluster], name: Name, person: PersonName, gender: str | None, title: Title | None, uses: Counter[int]
) -> Cluster:
    fitting = [
        cluster
        for cluster in people
        if cluster.person and person.may_be_short_for(cluster.person) and _genders_agree(cluster.gender, gender)
    ]
    if not fitting:
        fitting = [
            c for c in people if c.person and person.is_given_name_of(c.person) and _genders_agree(c.gender, gender)
        ]
        fitting = fitting if len(fitting) == 1 else []
    return _likeliest(fitting, name, title, uses) if fitting else Cluster("PERSON")


def _likeliest(fitting: list[Cluster], name: Name, title: Title | None, uses: Counter[int]) -> Cluster:
    """Choose among people of one family name: by title, by established use, else the one named last before."""
    if title and len(fitting) > 1:
        fitting = [cluster for cluster in fitting if _may_have(cluster, title)] or fitting
    established = [cluster for cluster in fitting if uses[id(cluster)] >= _ESTABLISHED_USES]
    if len(established) == 1:
        return established[0]

    def distance(cluster: Cluster) -> tuple[bool, int]:
        before = [other.start for other in cluster.names if other.start < name.start]
        return (False, name.start - max(before)) if before else (True, min(other.start for other in cluster.names))

    return min(fitting, key=distance)


def _may_have(cluster: Cluster, title: Title) -> bool:
    """Whether somebody is said to have a title, in fewer words or more."""
    return any(title.takes_up(known) or known.takes_up(title) for _, known in cluster.titles)


def _describe(cluster: Cluster, name: Name, person: PersonName, gender: str | None, body: str) -> None:
    """Add a name to a person's cluster, with the titles and the gender that come with it."""
    cluster.add(name)
    cluster.gender = cluster.gender or gender
    if cluster.person is None or len(person.words) > len(cluster.person.words):
        cluster.person = person
    for title in (title_before(body, name.start, person.titles), title_after(body, name.end)):
        if title:
            cluster.titles.append((name.start, title))
            cluster.gender = cluster.gender or gender_of_title(title.head)
    noun = noun_beside(body, name.start, name.end)
    cluster.gender = cluster.gender or gender_of_noun(noun)
    cluster.is_relative = cluster.is_relative or noun in KIN


def _forms(cluster: Cluster) -> list[PersonName]:
    return list({parse_person(name.text) for name in cluster.names})


def _genders_agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def cluster_others(names: list[Name], body: str) -> list[Cluster]:
    """Bring together the names of organisations, places and all else."""
    clusters: dict[tuple[str, str], Cluster] = {}
    for name in names:
        label, canonical, code = _settled(name)
        key = (label, name_key(canonical) if canonical else name.key or name.text)
        cluster = clusters.setdefault(key, Cluster(label))
        cluster.add(name)
        cluster.canonical_name, cluster.country_code = canonical, code
    found = list(clusters.values())
    _merge_introduced(found, body)
    for label in {cluster.label for cluster in found} & _ABBREVIATED_LABELS:
        named = [cluster for cluster in found if cluster.label == label and not cluster.canonical_name]
        _merge_short_forms(named, body)
    return [cluster for cluster in found if cluster.names]


def _settled(name: Name) -> tuple[str, str, str | None]:
    """Return the label, the canonical name (empty where the article decides) and the country of a name."""
    if name.body:
        return "ORG", name.body.name, name.body.country_code
    country = find_country(name.text) if name.label == "GPE" else None
    if country:
        return "GPE", country.name, country.code
    if name.label == "GPE":
        return "GPE", "", country_of_city(name.text)
    return name.label, "", country_of_adjective(name.text) if name.label == "NORP" else None


def _merge_introduced(clusters: list[Cluster], body: str) -> None:
    """Join what stands in brackets behind a name with it: "National Institute of Statistics (INE)"."""
    by_name = {id(name): cluster for cluster in clusters for name in cluster.names}
    names = sorted((name for cluster in clusters for name in cluster.names), key=lambda name: name.start)
    for full, short in pairwise(names):
        is_short = short.text.isupper() and len(short.text) < len(full.text) and len(short.text) <= _LONGEST_ACRONYM
        one, two = by_name[id(full)], by_name[id(short)]
        in_brackets = body[full.end : short.start].strip() == "(" and body[short.end : short.end + 1] == ")"
        if is_short and in_brackets and one is not two and one.names and two.names and one.label == two.label:
            _join(two, one)
            by_name |= {id(name): one for name in one.names}


def _join(short: Cluster, full: Cluster) -> None:
    for name in short.names:
        full.add(name)
    full.names.sort(key=lambda name: name.start)
    short.names.clear()


def _merge_short_forms(clusters: list[Cluster], body: str) -> None:
    """Join acronyms and short forms with the one organisation that they fit."""
    clusters = [cluster for cluster in clusters if cluster.names]
    for short in sorted(clusters, key=lambda cluster: len(cluster.names[0].text)):
        fuller = [other for other in clusters if other is not short and other.names and _shortens(short, other, body)]
        if len(fuller) > 1:  # of forms of one organisation, any will do: they are merged themselves
            fuller = [other for other in fuller if all(other is two or _shortens(two, other, body) for two in fuller)]
        if len(fuller) == 1:
            _join(short, fuller[0])


def _shortens(short: Cluster, full: Cluster, body: str) -> bool:
    one, two = _name_words(short.names[0].text), _name_words(full.names[0].text)
    if one == two:
        return len(short.names[0].text) < len(full.names[0].text)
    if len(one) >= len(two):
        return False
    if len(one) == 1 and _is_acronym(short.names[0].text, full.names[0].text):
        return True
    if one[0] in _TOO_GENERAL or not one[0]:
        return False
    if " ".join(one) in known_places():
        return False
    if two[: len(one)] == one:
        if any(_AT_PLACE.search(body, max(0, name.start - 24), name.start) for name in short.names):
            return False  # the Danube, the Danube Commission
        return full.names[0].start < short.names[0].start or two[len(one)] in _KINDS_OF_ORGANISATION
    is_definite = body[max(0, short.names[0].start - 4) : short.names[0].start].casefold() == "the "
    return is_definite and len(one) == 1 and two[-1] == one[0]


@lru_cache(maxsize=20_000)
def _name_words(text: str) -> tuple[str, ...]:
    words = name_key(text).split()
    while len(words) > 1 and words[-1] in _COMPANY_FORMS:
        words.pop()
    return tuple(words) or ("",)


def _is_acronym(short: str, full: str) -> bool:
    """Whether letters such as ``WSJ`` or ``U.N.`` are the initials of a name, small words counted or not."""
    letters = name_key(short)
    if not 2 <= len(letters) <= 8 or not short.replace(".", "").replace("&", "")[:2].isupper():
        return False
    return letters in initials_of(name_key(full.replace("-", " ")).split())


def name_cluster(cluster: Cluster) -> None:
    """Give a cluster its canonical name: the fullest form, of several the most frequent, without titles."""
    if cluster.canonical_name:
        return
    if cluster.label == "PERSON":
        forms = [parse_person(name.text) for name in cluster.names]
        full = [form for form in forms if form.is_full] or forms
        texts = [form.text for form in full if not _drops_initial(form, full)]
    else:
        texts = [" ".join(name.text.split()) for name in cluster.names]
        longest = max(len(_name_words(text)) for text in texts)
        texts = [text for text in texts if len(_name_words(text)) == longest]
    cluster.canonical_name = _most_frequent(texts)


def _drops_initial(form: PersonName, forms: list[PersonName]) -> bool:
    """Whether the same name without a middle initial, or with the given name spelled out, occurs too."""
    return any(_plain_words(form) == other.keys and other.keys != form.keys for other in forms) or (
        len(form.keys[0]) == 1
        and any(
            len(o.keys[0]) > 1 and given_names_agree(o.keys[0], form.keys[0]) and o.keys[-1] == form.keys[-1]
            for o in forms
        )
    )


def _plain_words(form: PersonName) -> tuple[str, ...]:
    middle = tuple(key for key in form.keys[1:-1] if len(key) > 1)
    return (form.keys[0], *middle, form.keys[-1]) if len(form.keys) > 1 else form.keys


def _most_frequent(texts: list[str]) -> str:
    """Return the most frequent text, of equally frequent ones the longer; one in capitals only if all are."""
    counts = Counter(texts)
    return max(counts, key=lambda text: (not _is_shouted(text), counts[text], len(text), text))


def _is_shouted(text: str) -> bool:
    return len(text) > 5 and text.isupper()
