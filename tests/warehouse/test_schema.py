from datetime import UTC, datetime, timedelta, timezone

import duckdb
import pytest

from pipeline.settings import PROJECT
from warehouse.connection import Warehouse
from warehouse.dictionary import data_dictionary
from warehouse.errors import NotAWarehouse, SchemaVersionError, WarehouseLocked, WarehouseMissing
from warehouse.frames import ARROW_SCHEMAS, arrow_of, frame_of

TABLES = {
    "entities": "ops.article_entities", "removed_lines": "ops.removed_lines", "rejections": "ops.rejections",
    "entity_roles": "ops.article_roles", "documents": "ops.documents", "shingles": "ops.shingles",
    "outlet_lines": "ops.outlet_lines",
}
ADDED_ON_LOADING = {
    "claims": {"wording_id", "side"},
    "articles": {"revision", "reprint_of"},
    "article_revisions": {"revision"},
    "rejections": {"source", "run_id", "batch_id", "rejected_at"},
    "entities": {
        "local_entity_id", "gender", "mention_count", "aliases", "keys", "roles", "organisations", "resolved_entity_id",
    },
    "documents": {"version_order", "status", "rejection_id", "reason", "batch_id", "fingerprint", "loaded_at"},
}


def _column_types(connection, relation):
    return {row[0]: row[1] for row in connection.sql(f"describe {relation}").fetchall()}


@pytest.mark.parametrize("name", ARROW_SCHEMAS)
def test_records_and_tables_have_the_same_columns(name, warehouse):
    with warehouse.connect() as connection:
        connection.register("frame", ARROW_SCHEMAS[name].empty_table())
        table = _column_types(connection, TABLES.get(name, name))
        frame = _column_types(connection, "frame")
    added = ADDED_ON_LOADING.get(name, set())
    assert added <= table.keys()
    assert frame == {column: data_type for column, data_type in table.items() if column not in added}


def test_every_table_view_and_column_has_a_comment(warehouse):
    with warehouse.connect(read_only=True) as connection:
        bare = connection.sql("""
            select schema_name, table_name, column_name from duckdb_columns() where not internal and comment is null
            union all select schema_name, table_name, '' from duckdb_tables() where not internal and comment is null
            union all select schema_name, view_name, '' from duckdb_views() where not internal and comment is null
        """).fetchall()
    assert bare == []


def test_the_data_dictionary_is_what_the_database_says():
    assert (PROJECT / "docs" / "data-dictionary.md").read_text(encoding="utf-8") == data_dictionary(), (
        "run: python -m warehouse.dictionary"
    )


def test_creating_the_schema_again_keeps_the_rows(warehouse, make):
    article = make.article("The mayor said that the bridge is closed.")
    make.load(warehouse, [(article, make.rows(article))])
    before = make.main_rows(warehouse)
    warehouse.create_schema()
    assert make.main_rows(warehouse) == before


def test_a_file_of_another_version_is_refused(warehouse):
    with warehouse.connect() as connection:
        connection.execute("update ops.schema_version set version = 99")
    with pytest.raises(SchemaVersionError, match="version 99"):
        warehouse.create_schema()
    with pytest.raises(SchemaVersionError, match="version 99"), warehouse.transaction():
        pass


def test_a_database_of_something_else_is_refused(tmp_path):
    file = tmp_path / "other.duckdb"
    with duckdb.connect(str(file)) as connection:
        connection.execute("create table accounts (id integer)")
    with pytest.raises(NotAWarehouse, match="no warehouse"):
        Warehouse(file).create_schema()
    with duckdb.connect(str(file)) as connection:
        assert connection.sql("show all tables").fetchall()[0][2] == "accounts"
        assert len(connection.sql("show all tables").fetchall()) == 1


def test_a_file_that_is_no_database_is_refused(tmp_path):
    file = tmp_path / "letter.duckdb"
    file.write_text("Dear reader, " * 1000)
    with pytest.raises(NotAWarehouse, match=r"letter\.duckdb"), Warehouse(file).connect():
        pass


def test_a_missing_file_is_named(tmp_path):
    missing = Warehouse(tmp_path / "no.duckdb")
    with pytest.raises(WarehouseMissing, match="hearsay build"), missing.connect(read_only=True):
        pass
    assert not (tmp_path / "no.duckdb").exists()


def test_an_exception_rolls_back_and_closes(warehouse, make):
    article = make.article("The mayor said that the bridge is closed.")
    with pytest.raises(ZeroDivisionError), warehouse.transaction() as connection:
        connection.execute("insert into ops.models by name select 'm' as model_id, 'm' as name, now() as first_used_at")
        raise ZeroDivisionError
    assert make.select(warehouse, "from ops.models") == []
    make.load(warehouse, [(article, make.rows(article))])


def test_a_lock_is_waited_for_and_then_named(warehouse, locked):
    impatient = Warehouse(warehouse.path, lock_seconds=0.3)
    with locked(warehouse.path), pytest.raises(WarehouseLocked, match="Another program"), impatient.connect():
        pass


def test_a_lock_that_is_released_is_taken(warehouse, locked):
    with locked(warehouse.path, seconds=0.5), Warehouse(warehouse.path, lock_seconds=20).connect() as connection:
        assert connection.sql("select 1").fetchall() == [(1,)]


@pytest.mark.parametrize("moment", [
    datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=9))), datetime(1, 1, 2, tzinfo=UTC),
    datetime(9998, 12, 31, 23, 59, 59, 999999, tzinfo=UTC), None,
])
def test_times_keep_their_instant(moment, make):
    article = make.article("A text.", published_at=moment)
    column = arrow_of("articles", frame_of("articles", [article])).column("published_at")
    assert column.to_pylist() == [moment]
