"""What is known of an entity when articles are compared: by one article, and by all that were loaded before."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from pipeline.link.names import plain_name

CONTEXTS = 10  # articles of an entity that another is compared with, the latest


@dataclass(frozen=True, slots=True)
class Context:
    """What an article is about, bounded in size."""

    article_id: str
    names: frozenset[str]  # plain names of its most mentioned entities
    words: frozenset[str]  # its most frequent content words
    countries: frozenset[str] = frozenset()  # ISO codes of its most mentioned countries
    seen_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """An entity as one article knows it."""

    article_id: str
    local_entity_id: str
    name: str
    label: str
    country_code: str | None
    aliases: tuple[str, ...] = ()  # other names that its mentions use
    gender: str | None = None  # female or male, where pronouns and titles tell
    roles: frozenset[str] = frozenset()  # "chief cabinet secretary", in lower case
    organisations: frozenset[str] = frozenset()  # plain names of the organisations and countries of its roles
    mention_count: int = 0


_empty = partial(Counter.__new__, Counter)  # Counter(), at a fifth of its time: a batch makes 50,000


@dataclass(slots=True)
class Profile:
    """An entity of the warehouse, as the articles loaded so far know it."""

    entity_id: str
    names: Counter[str] = field(default_factory=_empty)  # articles by canonical name
    labels: Counter[str] = field(default_factory=_empty)  # articles by label
    genders: Counter[str] = field(default_factory=_empty)
    roles: Counter[str] = field(default_factory=_empty)
    organisations: Counter[str] = field(default_factory=_empty)
    countries: Counter[str] = field(default_factory=_empty)
    aliases: Counter[str] = field(default_factory=_empty)
    contexts: list[Context] = field(default_factory=list)
    _surroundings: Context | None = field(default=None, repr=False, compare=False)
    _plain_names: frozenset[str] | None = field(default=None, repr=False, compare=False)

    @property
    def article_count(self) -> int:
        """In how many articles it is named."""
        return self.labels.total()

    @property
    def label(self) -> str:
        """The label that most articles give it."""
        if len(self.labels) == 1:
            return next(iter(self.labels))
        return max(self.labels, key=lambda label: (self.labels[label], label))

    @property
    def main_name(self) -> str:
        """The name that most articles give it."""
        return max(self.names, key=lambda name: (self.names[name], name))

    @property
    def gender(self) -> str | None:
        """Its gender, where nearly all articles that tell agree."""
        if not self.genders:
            return None
        gender, count = self.genders.most_common(1)[0]
        return gender if count >= 0.9 * self.genders.total() else None

    @property
    def surroundings(self) -> Context:
        """What its latest articles are about, as if they were one."""
        if self._surroundings is None:
            self._surroundings = _joint(self.contexts)
        return self._surroundings

    @property
    def plain_names(self) -> frozenset[str]:
        """Its names, in plain form."""
        if self._plain_names is None:
            self._plain_names = frozenset(map(plain_name, self.names))
        return self._plain_names

    def add(self, local: LocalEntity, context: Context) -> None:
        """Add what one more article knows."""
        self.names[local.name] += 1
        self.labels[local.label] += 1
        self.aliases.update(local.aliases)
        self.genders.update([local.gender] if local.gender else ())
        self.roles.update(local.roles)
        self.organisations.update(local.organisations)
        self.countries.update([local.country_code] if local.country_code else ())
        self.contexts = [context, *self.contexts][:CONTEXTS]
        self._surroundings = self._plain_names = None


def _joint(contexts: list[Context]) -> Context:
    return Context(
        article_id="",
        names=frozenset().union(*(context.names for context in contexts)),
        words=frozenset().union(*(context.words for context in contexts)),
        countries=frozenset().union(*(context.countries for context in contexts)),
        seen_at=contexts[0].seen_at if contexts else None,
    )
