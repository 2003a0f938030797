-- Grain: one row per stage, table and reason.
select coalesce(table_name, 'documents') as kept_out, reason, rejections, example_document from reports.rejected limit 10
