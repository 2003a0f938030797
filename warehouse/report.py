"""What analysts ask: the report views and the search, on the published file."""

from pathlib import Path

import pandas as pd

from warehouse.connection import REPORTS, Warehouse, check_version, query
from warehouse.errors import UnknownReport


def reports() -> dict[str, str]:
    """Return the reports and the grain of each, by name."""
    return {file.stem: _grain(file) for file in sorted(REPORTS.glob("*.sql"))}


def report(warehouse_file: Path | str, name: str, *, limit: int | None = None) -> pd.DataFrame:
    """Return a report.

    :param limit: how many rows at most; all by default.
    :raises UnknownReport: when there is none of that name.
    :raises WarehouseError: when the file cannot be read.
    """
    if name not in reports():
        raise UnknownReport(f"There is no report {name!r}. There are: {', '.join(reports())}.")
    return _read(warehouse_file, f"from reports.{name} limit $limit", {"limit": limit})


def search(warehouse_file: Path | str, text: str, *, limit: int = 20) -> pd.DataFrame:
    """Return the claims and quotes that share words with a text, the best match first (BM25).

    :raises WarehouseError: when the file cannot be read.
    """
    return _read(warehouse_file, query("search"), {"text": text, "limit": limit})


def entity_report(warehouse_file: Path | str, entity: str, *, limit: int = 10) -> pd.DataFrame:
    """Return what is known of an entity: names, roles, quotes, how articles were linked to it, others of the name.

    :param entity: its name, one of its aliases, or its id, also one that is not used any more.
    :param limit: how many rows at most of each section.
    :return: one row per thing known, with its ``section``; none where no entity has the name.
    :raises WarehouseError: when the file cannot be read.
    """
    return _read(warehouse_file, query("entity"), {"entity": entity.strip(), "limit": limit})


def _read(warehouse_file: Path | str, sql: str, parameters: dict[str, object]) -> pd.DataFrame:
    with Warehouse(warehouse_file).connect(read_only=True) as connection:
        check_version(connection, warehouse_file)
        return connection.execute(sql, parameters).df()


def _grain(file: Path) -> str:
    first_line = file.read_text(encoding="utf-8").partition("\n")[0]
    return first_line.removeprefix("-- Grain: ").removesuffix(".")
