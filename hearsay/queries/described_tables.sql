-- Grain: one row per column of a table or view, with the comments on both.
with tables as (
    select schema_name, table_name, comment from duckdb_tables()
    union all
    select schema_name, view_name, comment from duckdb_views() where not internal
)
select columns.schema_name, columns.table_name, tables.comment, columns.column_name, columns.data_type, columns.comment
from duckdb_columns() as columns
join tables using (schema_name, table_name)
order by columns.schema_name, columns.table_name, columns.column_index
