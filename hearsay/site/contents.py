"""What the site shows, read from a warehouse: every query once, all rows as dictionaries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from hearsay.site import limits

QUERIES = Path(__file__).with_name("queries")
PASSAGE_AROUND, PASSAGE_CHARACTERS = 140, 500  # around a claim, and of a claim, where it is shown outside its article
DAYS, MONTHS = 92, 240  # the longest spans that are drawn by day and by month
# Estimated bytes of a page, of a quote and of a claim on it, beyond the text; real articles take up to a tenth more.
PAGE_BYTES, QUOTE_BYTES, CLAIM_BYTES = 3_500, 560, 200

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Contents:
    """All rows that pages are made of."""

    totals: Row
    over_time: list[Row]
    outlets: list[Row]
    ledger: Row
    sources: list[Row]
    rejected: list[Row]
    latest: Row | None
    new_articles: list[Row]
    edits: list[Row]
    disputed: list[Row]
    sides: dict[str, list[Row]]
    speakers: list[Row]
    speakers_over_time: list[Row]
    entities: list[Row]
    entity_quotes: dict[str, list[Row]]
    entity_articles: dict[str, list[Row]]
    entity_over_time: dict[str, list[Row]]
    anonymous_outlets: list[Row]
    anonymous_words: list[Row]
    anonymous_quotes: list[Row]
    chains: list[Row]
    roles: dict[str, list[Row]]
    relays: list[Row]
    reprints: list[Row]
    articles: list[Row]
    article_quotes: dict[str, list[Row]]
    own_claims: dict[str, list[Row]]
    checks: list[Row]
    set_aside: list[Row]


def read_contents(connection: duckdb.DuckDBPyConnection) -> Contents:
    """Read what the site shows.

    :param connection: to a warehouse, in UTC.
    """

    def read(name: str, **parameters: Any) -> list[Row]:
        result = connection.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), parameters)
        columns = [column[0] for column in result.description]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    connection.execute((QUERIES / "macros.sql").read_text(encoding="utf-8"))
    rows = limits.ROWS
    totals, = read("totals", days=DAYS, months=MONTHS)
    unit = totals["unit"]
    disputed = read("disputed", rows=limits.DISPUTED_CLAIMS)
    sides = read(
        "sides", groups=[row["claim_group_id"] for row in disputed], each=limits.CLAIMS_A_SIDE,
        around=PASSAGE_AROUND, longest=PASSAGE_CHARACTERS,
    )
    speakers = read("speakers", rows=limits.SPEAKERS)
    charted = [row["speaker_entity_id"] for row in speakers if row["speaker_entity_id"]][:limits.CHARTED_SPEAKERS]
    entities = read("entities", rows=limits.ENTITIES)
    with_page = [row["entity_id"] for row in entities]
    entity_quotes = read("entity_quotes", entities=with_page, each=limits.ENTITY_QUOTES)
    entity_articles = read("entity_articles", entities=with_page, each=limits.ENTITY_ARTICLES)
    new_articles = read("new_articles", rows=limits.NEW_ARTICLES)
    edits = read("edits", rows=limits.EDITS)
    anonymous_quotes = read("anonymous_quotes", rows=rows)
    chains = read("chains", rows=rows)
    reprints = read("reprints", rows=rows)
    referring = (sides, edits, new_articles, chains, anonymous_quotes, reprints, entity_quotes, entity_articles)
    chosen = [row["article_id"] for row in read(
        "article_choice", referred=[row["article_id"] for table in referring for row in table],
        bytes=limits.ARTICLE_BYTES, page=PAGE_BYTES, quote=QUOTE_BYTES, claim=CLAIM_BYTES,
    )]
    return Contents(
        totals=totals,
        over_time=read("over_time", unit=unit),
        outlets=read("outlets", rows=rows),
        ledger=read("ledger")[0],
        sources=read("sources", rows=rows),
        rejected=read("rejected", rows=rows),
        latest=next(iter(read("latest")), None),
        new_articles=new_articles,
        edits=edits,
        disputed=disputed,
        sides=by(sides, "claim_group_id"),
        speakers=speakers,
        speakers_over_time=read("speakers_over_time", unit=unit, speakers=charted),
        entities=entities,
        entity_quotes=by(entity_quotes, "entity_id"),
        entity_articles=by(entity_articles, "entity_id"),
        entity_over_time=by(read("speakers_over_time", unit=unit, speakers=with_page), "entity_id"),
        anonymous_outlets=read("anonymous_outlets", rows=rows, quotes=limits.ANONYMOUS_QUOTES_NEEDED),
        anonymous_words=read("anonymous_words", rows=limits.WORDINGS),
        anonymous_quotes=anonymous_quotes,
        chains=chains,
        roles=by(read("roles", entities=with_page, each=limits.ROLES), "entity_id"),
        relays=read("relays", rows=rows),
        reprints=reprints,
        articles=read("articles", articles=chosen),
        article_quotes=by(read("article_quotes", articles=chosen), "article_id"),
        own_claims=by(read("own_claims", articles=chosen), "article_id"),
        checks=read("checks"),
        set_aside=read("set_aside", each=limits.SET_ASIDE),
    )


def by(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by one of their columns, in the order in which they were."""
    found = defaultdict(list)
    for row in rows:
        found[row[key]].append(row)
    return dict(found)
