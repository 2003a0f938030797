"""What an article is about, in a few words and names: the surroundings in which an entity is recognised."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from spacy.lang.en.stop_words import STOP_WORDS

from pipeline.link.names import plain_name
from pipeline.link.profiles import Context, LocalEntity
from pipeline.rows.persons import parse_person
from pipeline.rows.pronouns import GENDERS

NAMES = 25
WORDS = 15
COUNTRIES = 3
BODY_CHARACTERS = 20_000  # of a long body, the beginning tells enough

_LOWER_CASE_WORD = re.compile(r"(?<![\w’'-])[a-z]{4,}(?![\w’'-])")
_WORDS_OF_NEWS = frozenset(
    "said says saying told according report reported reports news people year years week weeks month months today "
    "yesterday tomorrow time times like just including added asked called right think know want going come came "
    "make made take took work working back used using days well many much long high good great best last next early "
    "late left percent million billion statement spokesman spokeswoman article story read photo image click sign "
    "subscribe email newsletter following would could should".split()
)
_SURE_PRONOUNS = 2


def make_context(
    article_id: str, body: str, entities: Iterable[LocalEntity], *, seen_at: datetime | None
) -> Context:
    """Return what an article is about: its most mentioned names and countries, its most frequent content words."""
    ranked = sorted(entities, key=lambda entity: (-entity.mention_count, entity.name, entity.label))
    countries = [entity.country_code for entity in ranked if entity.country_code and entity.label == "GPE"]
    return Context(
        article_id=article_id,
        names=frozenset(plain_name(entity.name) for entity in ranked[:NAMES]),
        words=frozenset(content_words(body)),
        countries=frozenset(countries[:COUNTRIES]),
        seen_at=seen_at,
    )


def content_words(body: str) -> list[str]:
    """Return a text's most frequent words that are no names, in the order of their frequency."""
    counts = Counter(_LOWER_CASE_WORD.findall(body[:BODY_CHARACTERS]))
    told = [word for word in counts if word not in STOP_WORDS and word not in _WORDS_OF_NEWS]
    return sorted(told, key=lambda word: (-counts[word], word))[:WORDS]


def gender_of(name: str, aliases: Iterable[str], pronouns: Iterable[str]) -> str | None:
    """Return the gender that the pronouns for somebody tell, else titles and given name; ``None`` where they differ.

    :param pronouns: each pronoun that stands for the person, as printed.
    """
    counts = Counter(gender for pronoun in pronouns if (gender := GENDERS.get(pronoun.casefold())))
    named = {gender for text in (name, *aliases) if (gender := parse_person(text).gender)}
    told = named.pop() if len(named) == 1 else None
    if counts:
        gender, uses = counts.most_common(1)[0]
        if uses >= _SURE_PRONOUNS and uses >= 0.9 * counts.total():
            return gender if told in (None, gender) or uses > 2 * _SURE_PRONOUNS else None
    return told if told and (not counts or counts[told] * 2 > counts.total()) else None
