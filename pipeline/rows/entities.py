"""The named entities of one article: which names are of one person, organisation or place, and what it is called.

Names are brought together by rule: labels by majority over equal names, people by family name, given name and
honorific, organisations by acronyms and short forms, countries by the gazetteer.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter

from spacy.tokens import Doc

from pipeline.link import entity_id, name_key
from pipeline.records import Entity
from pipeline.rows.marks import ALL_MARKS
from pipeline.rows.persons import PersonName, gender_of_title, given_names_agree, parse_person
from pipeline.rows.places import find_country, known_places
from pipeline.rows.text import Span, trim
from pipeline.rows.titles import Title, title_after, title_before

# In the order that settles a tie between labels.
NAME_LABELS = ("PERSON", "GPE", "ORG", "NORP", "LOC", "EVENT", "FAC", "PRODUCT", "WORK_OF_ART", "LAW", "MISC")
_ABBREVIATED_LABELS = frozenset({"ORG", "MISC", "EVENT", "FAC", "PRODUCT"})

_POSSESSIVE = re.compile(r"(?:[’'`]s|(?<=s)[’'])$", re.IGNORECASE)
_LEADING_ARTICLE = re.compile(r"(?:the|a|an)\s+(?=\S)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_COMPANY_FORMS = frozenset(
    "inc corp co ltd llc plc ag sa nv gmbh group holdings limited corporation company incorporated".split()
)
_SMALL_WORDS = frozenset("of the and for in on to de la du des at & und y".split())
_TOO_GENERAL = frozenset(
    "university bank national international american united new north south east west central european federal "
    "ministry state department college first general house world news public global city high royal democratic "
    "republican people local".split()
)
_STRAY_USES = 2  # more uses of a name under another label are no slip of the model
_ESTABLISHED_USES = 2  # as often must somebody be called by the family name alone before it is theirs


@dataclass(slots=True, eq=False)
class Name:
    """A name as it stands in the text."""

    start: int
    end: int
    text: str
    label: str
    entity: "Cluster | None" = None
    key: str = ""  # what equal names share

    def __post_init__(self) -> None:
        self.key = name_key(self.text)

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


class ArticleEntities:
    """The names and entities of an article."""

    def __init__(self, doc: Doc, body: str):
        self.body = body
        self.names = find_names(doc, body)
        settle_labels(self.names)
        people = [name for name in self.names if name.label == "PERSON"]
        others = [name for name in self.names if name.label != "PERSON"]
        self.people = cluster_people(people, self.body)
        self.clusters = [*self.people, *cluster_others(others, self.body)]
        for cluster in self.clusters:
            name_cluster(cluster)
        self._by_key: dict[str, Cluster | None] = {}

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

    def known_as(self, text: str, *, before: int) -> Cluster | None:
        """Return the entity that a text names though the model did not mark it: by an equal name or a family name."""
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

    def bearer_of(self, title: Title, before: int) -> Cluster | None:
        """Return the one person whom the article has given a title; ``None`` for none or several.

        A bare title ("the minister") must have been given before the place; a qualified one ("the transport minister")
        may be given later.
        """
        bearers = [
            person
            for person in self.people
            if any((title.qualifiers or place < before) and title.takes_up(known) for place, known in person.titles)
        ]
        return bearers[0] if len(bearers) == 1 else None


def find_names(doc: Doc, body: str) -> list[Name]:
    """Return the doc's named entities as names, without possessives, marks and leading articles."""
    names = []
    for entity in doc.ents:
        if entity.label_ in NAME_LABELS:
            start, end = tidy_name(body, entity.start_char, entity.end_char)
            if _LETTER.search(body, start, end):
                names.append(Name(start, end, body[start:end], entity.label_))
    return names


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
    article = _LEADING_ARTICLE.match(body, start, end)
    return (article.end() if article else start), end


def settle_labels(names: list[Name]) -> None:
    """Give equal names the label that most of them have, and stray family names their person's."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.key][name.label] += 1
    winners = {
        key: max(labels, key=lambda label: (labels[label], -NAME_LABELS.index(label))) for key, labels in votes.items()
    }
    families = {
        family
        for name in names
        if winners[name.key] == "PERSON" and (person := parse_person(name.text)).is_full
        for family in person.family_names
    }
    for name in names:
        key = name.key
        name.label = winners[key]
        is_stray = name.label != "PERSON" and key in families and sum(votes[key].values()) <= _STRAY_USES
        if is_stray and key not in known_places():
            name.label = "PERSON"


def cluster_people(names: list[Name], body: str) -> list[Cluster]:
    """Bring together the names of people: full names first, then family names and given names alone."""
    people: list[Cluster] = []
    for name in names:
        person = parse_person(name.text)
        if person.is_full:
            gender = person.gender or _honorific_gender(body, name.start)
            _describe(_full_name_cluster(people, person, gender), name, person, gender, body)
    uses: Counter[int] = Counter()
    for name in names:
        if name.entity is None:
            person = parse_person(name.text)
            gender = person.gender or _honorific_gender(body, name.start)
            title = title_before(body, name.start, person.titles)
            cluster = _short_name_cluster(people, name, person, gender, title, uses)
            _describe(cluster, name, person, gender, body)
            uses[id(cluster)] += 1
    for cluster in people:
        cluster.names.sort(key=lambda name: name.start)
    return people


def _full_name_cluster(people: list[Cluster], person: PersonName, gender: str | None) -> Cluster:
    for cluster in people:
        if _genders_agree(cluster.gender, gender) and any(
            person.may_be_short_for(other) or other.may_be_short_for(person) for other in _forms(cluster)
        ):
            return cluster
    people.append(Cluster("PERSON"))
    return people[-1]


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
    if not fitting:
        people.append(Cluster("PERSON"))
        return people[-1]
    return _likeliest(fitting, name, title, uses)


def _likeliest(fitting: list[Cluster], name: Name, title: Title | None, uses: Counter[int]) -> Cluster:
    """Choose among people of one family name: by title, by established use, else the one named last before."""
    if title and len(fitting) > 1:
        titled = [c for c in fitting if any(title.takes_up(known) or known.takes_up(title) for _, known in c.titles)]
        fitting = titled or fitting
    established = [cluster for cluster in fitting if uses[id(cluster)] >= _ESTABLISHED_USES]
    if len(established) == 1:
        return established[0]

    def distance(cluster: Cluster) -> tuple[bool, int]:
        before = [other.start for other in cluster.names if other.start < name.start]
        return (False, name.start - max(before)) if before else (True, min(other.start for other in cluster.names))

    return min(fitting, key=distance)


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


def _forms(cluster: Cluster) -> Iterable[PersonName]:
    return {parse_person(name.text) for name in cluster.names}


def _honorific_gender(body: str, start: int) -> str | None:
    words = body[max(0, start - 12) : start].split()
    return gender_of_title(words[-1]) if words and body[start - 1].isspace() else None


def _genders_agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def cluster_others(names: list[Name], body: str) -> list[Cluster]:
    """Bring together the names of organisations, places and all else."""
    clusters: dict[tuple[str, str], Cluster] = {}
    for name in names:
        country = find_country(name.text) if name.label == "GPE" else None
        key = (name.label, name_key(country.name) if country else name.key or name.text)
        cluster = clusters.setdefault(key, Cluster(name.label))
        cluster.add(name)
        if country:
            cluster.country_code, cluster.canonical_name = country.code, country.name
    found = list(clusters.values())
    for label in {cluster.label for cluster in found} & _ABBREVIATED_LABELS:
        _merge_short_forms([cluster for cluster in found if cluster.label == label], body)
    return [cluster for cluster in found if cluster.names]


def _merge_short_forms(clusters: list[Cluster], body: str) -> None:
    """Join acronyms and short forms with the one organisation that they fit."""
    for short in sorted(clusters, key=lambda cluster: len(cluster.names[0].text)):
        fuller = [other for other in clusters if other is not short and other.names and _shortens(short, other, body)]
        if len(fuller) > 1:  # of forms of one organisation, any will do: they are merged themselves
            fuller = [other for other in fuller if all(other is two or _shortens(two, other, body) for two in fuller)]
        if len(fuller) == 1:
            for name in short.names:
                fuller[0].add(name)
            fuller[0].names.sort(key=lambda name: name.start)
            short.names.clear()


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
        return True
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
    words = name_key(full.replace("-", " ")).split()
    initials = "".join(word[0] for word in words)
    return letters in (initials, "".join(word[0] for word in words if word not in _SMALL_WORDS))


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
