"""Groups of claims across articles: ``training/gold/claim_groups.json``, in a warehouse of the examples.

    python -m training.measures.claim_groups [--show]

A gold claim is found where a row of ``claims`` shares at least 40% of the characters of both; the nearest is taken, and
among equals one that takes a side. **groups** is the B-cubed F1 (Bagga & Baldwin, 1998) of the claims that were found,
**groups, all counted** has those that were not count against it. **sides** is the share of claims found
together with others of their gold group that stand on the right side of it: for or against, as most of these do.
"""

import argparse
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spacy.language import Language

from hearsay.build import build
from pipeline.settings import EXAMPLES, MODEL, PROJECT
from training.coreference_metrics import b_cubed_share
from training.gold.claims import GROUPS, GoldClaim, GoldGroup, read_claims
from training.measures import Measure
from training.metrics import Counts
from warehouse.connection import Warehouse

LEAST_OVERLAP = 0.4
GOALS = {"groups": 90.0}


@dataclass(frozen=True, slots=True)
class Row:
    """A claim of the warehouse."""

    claim_group_id: str
    side: str | None
    start: int
    end: int
    statement: str


@dataclass(frozen=True, slots=True)
class Item:
    """A gold claim: where it stands in the gold, and its row."""

    group: int
    is_denied: bool
    claim: GoldClaim
    row: Row | None


def read_rows(file: Path) -> dict[str, tuple[str, list[Row]]]:
    """Return body and claims of each article of a warehouse, by the article's name below the project."""
    with Warehouse(file).connect(read_only=True) as connection:
        bodies = dict(connection.execute("select article_id, body from articles").fetchall())
        names = connection.execute(
            "select source_document, article_id from ops.documents where article_id is not null"
        ).fetchall()
        claims = connection.execute(
            "select article_id, claim_group_id, side, start_char, end_char, coalesce(statement, text) from claims "
            "order by article_id, start_char, end_char, claim_id"
        ).fetchall()
    rows: dict[str, list[Row]] = defaultdict(list)
    for article_id, *values in claims:
        rows[article_id].append(Row(*values))
    return {
        Path(document).absolute().relative_to(PROJECT).as_posix(): (bodies[article_id], rows[article_id])
        for document, article_id in names if Path(document).absolute().is_relative_to(PROJECT)
    }


def locate(claim: GoldClaim, articles: dict[str, tuple[str, list[Row]]]) -> Row | None:
    """Return the row of a gold claim; ``None`` where there is none."""
    body, rows = articles.get(claim.article, ("", []))
    start = body.find(claim.text)
    if start < 0:
        return None
    end = start + len(claim.text)
    best = max(rows, key=lambda row: (_overlap(row, start, end), row.side is not None), default=None)
    return best if best and _overlap(best, start, end) >= LEAST_OVERLAP else None


def _overlap(row: Row, start: int, end: int) -> float:
    shared = max(0, min(row.end, end) - max(row.start, start))
    return shared / (row.end - row.start + end - start - shared)


def items_of(groups: Sequence[GoldGroup], articles: dict[str, tuple[str, list[Row]]]) -> list[Item]:
    """Return the gold claims with their rows."""
    return [
        Item(number, is_denied, claim, locate(claim, articles))
        for number, group in enumerate(groups)
        for is_denied, claims in ((False, group.asserted), (True, group.denied))
        for claim in claims
    ]


def count(items: Sequence[Item]) -> dict[str, Counts]:
    """Return the counts of an event's claims."""
    found = [item for item in items if item.row]
    gold, gold_found = _chains(items, "group"), _chains(found, "group")
    rows = _chains(found, "row")
    several = [(item, others) for item in found if (others := _together(item, found))]
    right = sum(_is_on_its_side(item, others) for item, others in several)
    return {
        "groups": (*b_cubed_share(rows, gold_found), *b_cubed_share(gold_found, rows)),
        "groups, all counted": (*b_cubed_share(rows, gold), *b_cubed_share(gold, rows)),
        "claims found": (len(found), len(items), len(found), len(items)),
        "sides": (right, len(several), right, len(several)),
    }


def _chains(items: Sequence[Item], by: str) -> list[list[GoldClaim]]:
    chains: dict[object, list[GoldClaim]] = defaultdict(list)
    for item in items:
        chains[item.group if by == "group" else item.row.claim_group_id].append(item.claim)
    return list(chains.values())


def _together(item: Item, items: Sequence[Item]) -> list[Item]:
    """Return the other claims of a claim's gold group that were found in one group with it."""
    return [
        other for other in items
        if other is not item and other.group == item.group and other.row.claim_group_id == item.row.claim_group_id
    ]


def _is_on_its_side(item: Item, others: Sequence[Item]) -> bool:
    """Whether a claim is on the side that the gold has it on, as most of those together with it have it."""
    agreeing = sum((other.row.side == item.row.side) == (other.is_denied == item.is_denied) for other in others)
    return 2 * agreeing > len(others)


@cache
def build_items(model: Path) -> tuple[tuple[GoldGroup, ...], list[Item]]:
    """Build the examples into a warehouse, and return the gold groups and their claims with rows."""
    groups = read_claims().groups
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Path(folder, "examples.duckdb")
        build([str(PROJECT / EXAMPLES)], warehouse=warehouse, model=model)
        return groups, items_of(groups, read_rows(warehouse))


def _run(nlp: Language, corpora: Path) -> Iterator[dict[str, Counts]]:
    groups, items = build_items(Path(nlp.path or MODEL))
    for event in dict.fromkeys(group.event for group in groups):
        yield count([item for item in items if groups[item.group].event == event])


MEASURES = (
    Measure(
        "own gold, claim groups", "B-cubed F1 of claims in four events told by several outlets",
        lambda corpora: [GROUPS], _run, goals=GOALS,
    ),
)


def show(groups: Sequence[GoldGroup], items: Sequence[Item]) -> None:
    """Print each gold group with the rows of its claims."""
    for number, group in enumerate(groups):
        print(f"## {group.event}: {group.claim}")
        for item in items:
            if item.group == number:
                row = item.row
                told = f"{row.claim_group_id[-4:]} {row.side} | {row.statement}" if row else "NOT FOUND"
                print(f"   {'denied  ' if item.is_denied else 'asserted'} {told}\n      gold: {item.claim.text}")


def main() -> None:
    """Print the figures, and at wish the rows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--warehouse", type=Path, help="a warehouse of the examples that is there already")
    parser.add_argument("--show", action="store_true", help="print the groups with their rows")
    arguments = parser.parse_args()
    if arguments.warehouse:
        groups = read_claims().groups
        items = items_of(groups, read_rows(arguments.warehouse))
    else:
        groups, items = build_items(arguments.model)
    if arguments.show:
        show(groups, items)
    for name, (right, found, recalled, gold) in count(items).items():
        precision, recall = right / max(found, 1), recalled / max(gold, 1)
        score = 200 * precision * recall / max(precision + recall, 1e-9)
        print(f"{name}: {score:.1f} (P {precision:.3f}, R {recall:.3f})")


if __name__ == "__main__":
    main()
