"""What analysts ask: the report views and the search, on the published file."""

import re
from pathlib import Path

import pandas as pd

from pipeline.link.embeddings import Embedder
from warehouse.connection import REPORTS, Warehouse, check_version, query
from warehouse.errors import UnknownReport

LEAST_SIMILARITY = 0.45  # cosine from which a claim is near a text


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
    """Return the claims and quotes that share words with a text (BM25), and the claims that are near it in meaning.

    :return: the best match first. ``attrs["by_meaning"]`` is ``False`` where the warehouse has no vectors of claims, so
        that only words were compared.
    :raises WarehouseError: when the file cannot be read.
    :raises EmbeddingError: when the model of claims is missing.
    """
    with Warehouse(warehouse_file).connect(read_only=True) as connection:
        check_version(connection, warehouse_file)
        has_vectors = connection.execute("select 1 from claims where embedding is not null limit 1").fetchall() != []
        vector = Embedder()([text])[0].tolist() if has_vectors and re.search(r"\w", text) else None
        parameters = {"text": text, "limit": limit, "vector": vector, "least_similarity": LEAST_SIMILARITY}
        found = connection.execute(query("search"), parameters).df()
    found.attrs["by_meaning"] = has_vectors
    return found


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
