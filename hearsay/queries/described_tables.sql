-- Grain: one row per column of a table, with the comments on both.
select columns.schema_name, columns.table_name, tables.comment, columns.column_name, columns.data_type, columns.comment
from duckdb_columns() as columns
join duckdb_tables() as tables using (schema_name, table_name)
order by columns.schema_name, columns.table_name, columns.column_index
