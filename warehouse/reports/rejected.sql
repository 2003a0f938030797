-- Grain: one row per stage, table and reason.
create view reports.rejected as
with rejections as (
    select * from ops.rejections
),
counted as (
    select
        stage,
        table_name,
        reason,
        count(*) as rejections,
        count(distinct source_document) as documents,
        first(source_document order by rejection_id) as example_document,
        first(detail order by rejection_id) as example_detail,
        first(left(input, 200) order by rejection_id) as example_input,
        max(rejected_at) as last_rejected_at
    from rejections
    group by stage, table_name, reason
)
select * from counted
order by rejections desc, stage, table_name nulls first, reason;

comment on view reports.rejected is 'What was kept out, and why: one row per stage, table and reason.';
comment on column reports.rejected.stage is 'Where it was rejected: ingest, extract, annotate or validate.';
comment on column reports.rejected.table_name is 'The table that rejected rows were meant for; null for whole documents.';
comment on column reports.rejected.reason is 'Why.';
comment on column reports.rejected.rejections is 'Documents or rows rejected.';
comment on column reports.rejected.documents is 'Different documents that they came from.';
comment on column reports.rejected.example_document is 'One of these documents.';
comment on column reports.rejected.example_detail is 'What was wrong with it.';
comment on column reports.rejected.example_input is 'Beginning of what was rejected.';
comment on column reports.rejected.last_rejected_at is 'When that happened last.';
