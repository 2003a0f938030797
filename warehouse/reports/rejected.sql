-- Grain: one row per stage, what was kept out, and reason.
create view reports.rejected as
with rejections as (
    -- A value that extraction rejects is named with its article, which stays.
    select
        *,
        case
            when table_name is not null then table_name
            when stage = 'extract' and article_id is not null then 'values'
            else 'documents'
        end as kept_out
    from ops.rejections
),
counted as (
    select
        stage,
        kept_out,
        table_name,
        reason,
        count(*) as rejections,
        count(distinct source_document) as documents,
        first(source_document order by rejection_id) as example_document,
        first(detail order by rejection_id) as example_detail,
        first(left(input, 200) order by rejection_id) as example_input,
        max(rejected_at) as last_rejected_at
    from rejections
    group by stage, kept_out, table_name, reason
)
select * from counted
order by rejections desc, stage, table_name nulls first, reason;

comment on view reports.rejected is 'What was kept out, and why: one row per stage, what was kept out, and reason.';
comment on column reports.rejected.stage is 'Where it was rejected: ingest, extract, annotate or validate.';
comment on column reports.rejected.kept_out is 'What was kept out: documents, values of articles (which stay), or rows of a table.';
comment on column reports.rejected.table_name is 'The table that rejected rows were meant for; null for whole documents and for values.';
comment on column reports.rejected.reason is 'Why.';
comment on column reports.rejected.rejections is 'Documents, values or rows rejected.';
comment on column reports.rejected.documents is 'Different documents that they came from.';
comment on column reports.rejected.example_document is 'One of these documents.';
comment on column reports.rejected.example_detail is 'What was wrong with it.';
comment on column reports.rejected.example_input is 'Beginning of what was rejected.';
comment on column reports.rejected.last_rejected_at is 'When that happened last.';
