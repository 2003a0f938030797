"""What it costs to link an article's entities, from the first thousand articles of a warehouse to the last.

    python -m benchmarks.linking [WAREHOUSE...] [--batch 200] [--plot linking.svg]

The articles and rows of warehouses that were built are loaded anew, in the order of their dates, into an empty one;
nothing is annotated. Processor seconds of linking alone and of the whole load are printed for each thousand.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import patch

import pandas as pd

from pipeline.settings import DEFAULT_WAREHOUSE
from warehouse import load
from warehouse.connection import Warehouse
from warehouse.frames import ARROW_SCHEMAS
from warehouse.linking import ENTITY_COLUMNS, STORED_IN

THOUSAND = 1_000
LINKED = ("articles", "entities", "sentences", "mentions", "entity_roles", "quotes", "shingles")
_TABLES = {"entities": "ops.article_entities", "shingles": "ops.shingles"} | STORED_IN


@dataclass(frozen=True, slots=True)
class Cost:
    """What one batch took."""

    articles_before: int
    articles: int
    linking: float  # processor seconds
    loading: float  # of the whole load, linking included


def read_batches(
    files: Sequence[Path], size: int, *, tables: Sequence[str] = LINKED
) -> Iterator[dict[str, pd.DataFrame]]:
    """Yield the articles of warehouses with their rows, as they were before they were linked.

    :param size: articles of a batch.
    :param tables: whose rows are read, ``articles`` among them.
    """
    for file in files:
        with Warehouse(file).connect(read_only=True) as connection:
            connection.execute(
                "create temp table batches as select article_id, (row_number() over (order by "
                "coalesce(published_at, retrieved_at), article_id) - 1) // $size as number from articles",
                {"size": size},
            )
            ((count,),) = connection.execute("select count(distinct number) from batches").fetchall()
            for number in range(count):
                yield {table: _rows(connection, table, number) for table in tables}


def _rows(connection, table: str, number: int) -> pd.DataFrame:
    """Return a batch's rows of a table, its entities being those of the article again."""
    local = {column: f"{column}_links.local_entity_id" for name, column, _ in ENTITY_COLUMNS if name == table}
    if table == "entities":
        local = {"entity_id": "rows.local_entity_id"}
    columns = ", ".join(
        f"{local.get(column.name, f'rows.{column.name}')} as {column.name}" for column in ARROW_SCHEMAS[table]
    )
    joins = " ".join(
        f"left join (select article_id, entity_id, first(local_entity_id order by mention_count desc) as "
        f"local_entity_id from ops.article_entities group by all) as {column}_links "
        f"on {column}_links.article_id = rows.article_id "
        f"and {column}_links.entity_id = rows.{column}"
        for column in (local if table != "entities" else ())
    )
    source = f"{_TABLES.get(table, table)} as rows {joins}"
    sql = f"select {columns} from {source} join batches on batches.article_id = rows.article_id where number = $number"
    return connection.sql(sql, params={"number": number}).to_arrow_table().to_pandas(ignore_metadata=True)


def measure(batches: Iterator[dict[str, pd.DataFrame]], folder: Path) -> list[Cost]:
    """Load batches into a new warehouse and return what each took."""
    warehouse = Warehouse(folder / "linked.duckdb")
    warehouse.create_schema()
    costs: list[Cost] = []
    for frames in batches:
        before = sum(cost.articles for cost in costs)
        linking = _Stopwatch(load.link_batch)
        began = time.process_time()
        with patch.object(load, "link_batch", linking), warehouse.transaction() as connection:
            load.load_batch(
                connection, frames | {"article_revisions": revisions_of(frames["articles"])}, run_id="benchmark",
                batch_id=f"batch_{before}", fingerprint="benchmark", loaded_at=datetime.now(UTC),
            )
        costs.append(Cost(before, len(frames["articles"]), linking.seconds, time.process_time() - began))
    return costs


class _Stopwatch:
    """Calls a function and adds up the processor seconds that it takes."""

    def __init__(self, function):
        self.function, self.seconds = function, 0.0

    def __call__(self, *arguments):
        began = time.process_time()
        self.function(*arguments)
        self.seconds += time.process_time() - began


def revisions_of(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles as the only versions of themselves."""
    columns = [name for name in ARROW_SCHEMAS["article_revisions"].names if name in articles]
    missing = {name: None for name in ARROW_SCHEMAS["article_revisions"].names if name not in articles}
    return articles[columns].assign(**missing | {"version_order": articles["retrieved_at"].astype(str)})


def by_thousand(costs: Sequence[Cost]) -> pd.DataFrame:
    """Return milliseconds an article for each thousand articles."""
    frame = pd.DataFrame({
        "articles": [cost.articles_before // THOUSAND * THOUSAND for cost in costs],
        "number": [cost.articles for cost in costs],
        "linking": [1000 * cost.linking for cost in costs], "loading": [1000 * cost.loading for cost in costs],
    }).groupby("articles", as_index=False).sum()
    frame["linking"] /= frame["number"]
    frame["loading"] /= frame["number"]
    return frame.round(1)


def write_plot(costs: Sequence[Cost], path: Path) -> None:
    """Write milliseconds an article, batch by batch, as SVG."""
    width, height, left, bottom = 720, 360, 60, 40
    per_article = {
        "whole load": [1000 * cost.loading / cost.articles for cost in costs],
        "linking": [1000 * cost.linking / cost.articles for cost in costs],
    }
    last = costs[-1].articles_before + costs[-1].articles
    top = max(map(max, per_article.values())) * 1.1
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for step in range(5):
        y = height - bottom - step / 4 * (height - 2 * bottom)
        x = left + step / 4 * (width - left - 20)
        lines += [
            f'<line x1="{left}" y1="{y:.0f}" x2="{width - 20}" y2="{y:.0f}" stroke="#ddd"/>',
            f'<text x="{left - 8}" y="{y + 4:.0f}" text-anchor="end">{top * step / 4:.0f}</text>',
            f'<text x="{x:.0f}" y="{height - bottom + 18}" text-anchor="middle">{last * step // 4:,}</text>',
        ]
    for (name, values), colour in zip(per_article.items(), ("#999999", "#1f5fa8"), strict=True):
        points = [
            (left + (cost.articles_before + cost.articles) / last * (width - left - 20),
             height - bottom - value / top * (height - 2 * bottom))
            for cost, value in zip(costs, values, strict=True)
        ]
        path_points = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        lines += [
            f'<polyline points="{path_points}" fill="none" stroke="{colour}" stroke-width="2"/>',
            f'<text x="{width - 20}" y="{points[-1][1] - 6:.0f}" text-anchor="end" fill="{colour}">{name}</text>',
        ]
    lines += [
        f'<text x="{left}" y="20">Milliseconds an article</text>',
        f'<text x="{width - 20}" y="{height - 6}" text-anchor="end">articles in the warehouse</text>', "</svg>",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("warehouses", nargs="*", type=Path, metavar="WAREHOUSE", default=[DEFAULT_WAREHOUSE])
    parser.add_argument("--batch", type=int, default=200, help="articles of a batch; default: 200")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="SVG file to write")
    arguments = parser.parse_args()
    if missing := [str(file) for file in arguments.warehouses if not file.is_file()]:
        print(f"skipped: there is no {', '.join(missing)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        costs = measure(read_batches(arguments.warehouses, arguments.batch), Path(folder))
    print(by_thousand(costs).to_string(index=False))
    if arguments.plot:
        write_plot(costs, arguments.plot)


if __name__ == "__main__":
    main()
