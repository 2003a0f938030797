-- Grain: one row per column of a table or view.
with relations as (
    select schema_name, table_name, comment from duckdb_tables() where not internal and not temporary
    union all
    select schema_name, view_name as table_name, comment from duckdb_views() where not internal and not temporary
)
select
    relations.schema_name,
    relations.table_name,
    relations.comment,
    columns.column_name,
    columns.data_type,
    columns.comment as column_comment
from relations
join duckdb_columns() as columns using (schema_name, table_name)
order by
    list_position(['main', 'reports', 'ops'], relations.schema_name), relations.table_name, columns.column_index
