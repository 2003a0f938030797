-- Grain: one row per stage, what was kept out, and reason.
select stage, kept_out, table_name, reason, rejections, documents
from reports.rejected
order by rejections desc, stage, table_name nulls first, kept_out, reason
limit $rows;
