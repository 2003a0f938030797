"""The golden rows: what a careful reader finds in ten of the articles, and the articles as the pipeline reads them.

Every key of a golden is required and no other is allowed; ``null`` means that the article has no such thing. Strings
are written as they stand in the article's body, so that ``tests/examples`` can find each of them there.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pipeline.extract import extract_article
from pipeline.ingest import plan_batches, read_batch
from pipeline.records import Article, Rejection, RemovedLine
from pipeline.rows import STANCES
from pipeline.settings import STATUSES

EXAMPLES = Path(__file__).resolve().parent
ARTICLES = EXAMPLES / "articles"
GOLD = EXAMPLES / "gold"
FLOORS = GOLD / "floors.json"

Text = Annotated[str, Field(min_length=1)]
Label = Literal["PERSON", "NORP", "ORG", "GPE", "LOC", "FAC", "EVENT", "LAW", "PRODUCT", "WORK_OF_ART"]


class Golden(BaseModel):
    """A record of which every key must be given."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class GoldArticle(Golden):
    """An article's fields, named as in :class:`pipeline.records.Article`."""

    url: Text | None
    outlet: Text | None
    title: Text | None
    authors: tuple[Text, ...]
    byline: Text | None
    wire_credit: Text | None
    published_at: AwareDatetime | None
    published_at_precision: Literal["second", "minute", "day"] | None
    published_at_source: Literal["json-ld", "opengraph", "meta", "record", "text"] | None
    dateline_place: Text | None
    section: Text | None
    language: Text | None
    status: Literal[STATUSES]


class GoldRemovedLine(Golden):
    """A line that was read with the article and is no part of its body."""

    line: Text
    reason: Text


class GoldBody(Golden):
    """Where the body begins and ends."""

    first_sentence: Text
    last_sentence: Text


class GoldQuote(Golden):
    """An attribution, in PolNeAR's manner: see ``examples/README.md``."""

    kind: Literal["direct", "indirect", "mixed"]
    content: Annotated[tuple[Text, ...], Field(min_length=1)]
    cue: Text | None
    source_text: Text | None
    speaker_name: Text | None
    speaker_kind: Literal["person", "organisation", "place", "group", "document", "unknown"]
    is_anonymous: bool
    stance: Literal[STANCES]


class GoldEntity(Golden):
    """A named entity with all names that the article gives it."""

    name: Text
    label: Label
    aliases: Annotated[tuple[Text, ...], Field(min_length=1)]


class GoldRows(Golden):
    """All that is to be found in one article."""

    source_document: Text  # below examples/articles
    article: GoldArticle
    removed_lines: tuple[GoldRemovedLine, ...]
    body: GoldBody
    quotes: Annotated[tuple[GoldQuote, ...], Field(min_length=1)]
    entities: Annotated[tuple[GoldEntity, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Example:
    """An example as the pipeline extracts it."""

    article: Article
    removed_lines: tuple[RemovedLine, ...]


def golden_paths() -> list[Path]:
    """Return the files of the goldens, by name."""
    return sorted(path for path in GOLD.glob("*.json") if path != FLOORS)


def read_goldens() -> dict[str, GoldRows]:
    """Return the goldens by name.

    :raises pydantic.ValidationError: one of them lacks a key, or has one too many.
    """
    return {path.stem: GoldRows.model_validate_json(path.read_text("utf-8")) for path in golden_paths()}


def extract_examples(folder: Path = ARTICLES) -> tuple[dict[str, Example], list[Rejection]]:
    """Read and extract a folder of articles with the pipeline's own functions.

    :return: the articles by their source document below the folder, and what was rejected on the way.
    """
    plan = plan_batches([folder])
    rejections = list(plan.rejections)
    examples = {}
    for batch in plan.batches:
        documents, rejected = read_batch(batch)
        rejections += rejected
        for document in documents:
            extraction = extract_article(document)
            if extraction.article is None:
                rejections.append(extraction.rejection)
                continue
            name = document.source_document.removeprefix(f"{folder.as_posix()}/")
            examples[name] = Example(extraction.article, extraction.removed_lines)
    return examples, rejections
