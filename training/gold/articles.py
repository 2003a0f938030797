"""The gold articles of one half: text and mentions, quotes and roles, each in its place."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from examples.goldens import Label, Text
from examples.scoring import LocatedQuote, NotInBodyError, locate_quote
from training.gold.marks import Marked, MarkError, read_marks

GOLD = Path(__file__).resolve().parent
HALVES = ("dev", "held_out", "fresh")

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")]


class GoldError(ValueError):
    """A file of the gold is not as it must be; the message names file and place."""


class Gold(BaseModel):
    """A record of which every key must be given."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldEntity(Gold):
    """An entity of ``entities.toml``; only ``country`` (ISO 3166-1 alpha-2) may be left out."""

    name: Text
    label: Label
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None


class GoldAnonymous(Gold):
    """What an article tells of sources that it leaves unnamed."""

    count: Annotated[int, Field(ge=1)] | Text | None
    affiliation: Text | None
    nationality: Text | None
    reason: Text | None


class GoldQuote(Gold):
    """An attribution; strings as they stand in the article."""

    content: Annotated[tuple[Text, ...], Field(min_length=1)]
    cue: Text | None
    source_text: Text | None
    speaker: Key | None
    speaker_kind: Literal["person", "organisation", "place", "group", "document", "unknown"]
    is_anonymous: bool
    parent: Annotated[int, Field(ge=0)] | None  # the quote that this one is inside of, counted from 0
    anonymous: GoldAnonymous | None


class GoldRole(Gold):
    """What an article says somebody is."""

    entity: Key
    role: Text
    organisation: Text | None  # a key of entities.toml, or else as it stands in the article


class _Facts(Gold):
    """The JSON file beside an article."""

    outlet: Text
    published_at: AwareDatetime
    quotes: tuple[GoldQuote, ...]
    roles: tuple[GoldRole, ...]


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One article and all that is in it."""

    event: str
    name: str  # the file's, without its ending
    outlet: str
    published_at: AwareDatetime
    title: str
    body: str  # paragraphs with a blank line between them
    mentions: tuple[Marked, ...]  # of the body
    quotes: tuple[LocatedQuote, ...]  # each with its GoldQuote as ``gold``
    roles: tuple[GoldRole, ...]


@dataclass(frozen=True, slots=True)
class GoldHalf:
    """The articles of one half, and who is in them."""

    name: str
    entities: dict[str, GoldEntity]
    articles: tuple[GoldArticle, ...]

    def names_of(self, key: str) -> set[str]:
        """Return an entity's name and all names that the articles give it."""
        marked = {
            article.body[mention.start:mention.end]
            for article in self.articles
            for mention in article.mentions
            if mention.key == key and mention.form == "name"
        }
        return marked | {self.entities[key].name}


def gold_files(half: str, folder: Path = GOLD) -> list[Path]:
    """Return all files of a half, in order."""
    return sorted(path for path in (folder / half).rglob("*") if path.suffix in (".txt", ".json", ".toml"))


def read_half(half: str, folder: Path = GOLD) -> GoldHalf:
    """Read and check the articles of a half.

    :param half: one of :data:`HALVES`, a folder below ``folder``.
    :raises GoldError: a file is not as it must be; a string does not stand in its article; a key is no entity's, or
        an entity is in no article.
    """
    entities = _read_entities(folder / half / "entities.toml")
    articles = tuple(_read_article(path, entities) for path in sorted((folder / half).glob("*/*.txt")))
    used = {mention.key for article in articles for mention in article.mentions}
    if unused := entities.keys() - used:
        raise GoldError(f"{folder / half / 'entities.toml'}: in no article: {', '.join(sorted(unused))}")
    return GoldHalf(half, entities, articles)


def _read_entities(path: Path) -> dict[str, GoldEntity]:
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: GoldEntity.model_validate(entity) for key, entity in found.items()}
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise GoldError(f"{path}: {error}") from error


def _read_article(path: Path, entities: dict[str, GoldEntity]) -> GoldArticle:
    title, body, mentions = _read_text(path)
    facts = _read_facts(path.with_suffix(".json"))
    if wrong := list(_wrong_keys(mentions, facts, entities)):
        raise GoldError(f"{path}: {'; '.join(wrong)}")
    return GoldArticle(
        path.parent.name, path.stem, facts.outlet, facts.published_at, title, body, mentions,
        tuple(_locate(path, number, quote, body) for number, quote in enumerate(facts.quotes)), facts.roles,
    )


def _read_text(path: Path) -> tuple[str, str, tuple[Marked, ...]]:
    """Return title, body and the mentions of the body; those of the title are read over."""
    marked = path.read_text(encoding="utf-8")
    title, blank, body = marked.partition("\n\n")
    if not blank or "\n" in title or not body.strip():
        raise GoldError(f"{path}: begins with a title in one line, a blank line, and paragraphs")
    try:
        text, mentions = read_marks(body.rstrip())
    except MarkError as error:
        line = marked.count("\n", 0, len(title) + len(blank) + error.place) + 1
        raise GoldError(f"{path}:{line}: {error}") from error
    if alone := re.search(r"(?<!\n)\n(?!\n)|\n{3,}", text):
        before = text[:alone.start()][-40:]
        raise GoldError(f"{path}: paragraphs have one blank line between them, not so behind {before!r}")
    return read_marks(title)[0], text, tuple(mentions)


def _read_facts(path: Path) -> _Facts:
    if not path.is_file():
        raise GoldError(f"{path}: is missing")
    try:
        return _Facts.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        raise GoldError(f"{path}: {error}") from error


def _wrong_keys(mentions: tuple[Marked, ...], facts: _Facts, entities: dict[str, GoldEntity]) -> Iterator[str]:
    """Yield what is wrong with keys and with numbers of parents."""
    for mention in mentions:
        if mention.key not in entities:
            yield f"the mark {mention.key!r} is not in entities.toml"
    for role in facts.roles:
        if role.entity not in entities:
            yield f"the role {role.role!r} is of {role.entity!r}, who is not in entities.toml"
    for number, quote in enumerate(facts.quotes):
        if quote.speaker is not None and quote.speaker not in entities:
            yield f"quote {number}: the speaker {quote.speaker!r} is not in entities.toml"
        if quote.parent is not None and (quote.parent >= len(facts.quotes) or quote.parent == number):
            yield f"quote {number}: there is no other quote {quote.parent} to be its parent"
        if quote.is_anonymous != (quote.anonymous is not None):
            yield f"quote {number}: is_anonymous goes with what is told of the anonymous source"
        if quote.is_anonymous and quote.speaker is not None:
            yield f"quote {number}: an anonymous source is no entity"


def _locate(path: Path, number: int, quote: GoldQuote, body: str) -> LocatedQuote:
    try:
        return locate_quote(quote, body)
    except NotInBodyError as error:
        raise GoldError(f"{path.with_suffix('.json')}: quote {number}: {error}") from error
