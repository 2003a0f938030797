-- Grain: one row per stage, what was kept out, and reason.
select kept_out, reason, rejections, example_document from reports.rejected limit 10
