-- Grain: one row per web archive.
create view reports.archives as
with records as (
    select * from ops.archive_records
),
-- Whatever became of a record, it is named by its archive and number.
read_records as (
    select source_document, true as is_document from ops.documents
    union all
    select source_document, false as is_document
    from ops.rejections
    where article_id is null and table_name is null
),
found as (
    select
        regexp_replace(source_document, '#[0-9]+$', '') as archive,
        count(distinct source_document) as found,
        count(distinct source_document) filter (is_document) as documents
    from read_records
    where regexp_matches(source_document, '#[0-9]+$')
    group by archive
),
kinds as (
    select archive, kind, sum(records) as records
    from records
    where kind <> 'document'
    group by archive, kind
),
named_kinds as (
    select archive, string_agg(concat(kind, ' ', records), ', ' order by records desc, kind) as kinds
    from kinds
    group by archive
),
counted as (
    select
        archive,
        any_value(source) as source,
        sum(records)::bigint as records,
        coalesce(sum(records) filter (kind = 'document'), 0)::bigint as planned,
        coalesce(sum(records) filter (kind <> 'document'), 0)::bigint as passed_over,
        max(loaded_at) as loaded_at
    from records
    group by archive
),
balanced as (
    select
        counted.archive,
        counted.source,
        counted.records,
        coalesce(found.documents, 0) as documents,
        coalesce(found.found - found.documents, 0) as unreadable,
        counted.passed_over,
        greatest(counted.planned - coalesce(found.found, 0), 0) as missing,
        named_kinds.kinds as passed_over_kinds,
        counted.loaded_at
    from counted
    left join found using (archive)
    left join named_kinds using (archive)
)
select
    archive,
    source,
    records,
    documents,
    unreadable,
    passed_over,
    missing,
    if(missing = 0, 'adds up', concat('does not add up: ', missing, ' lost')) as balance,
    passed_over_kinds,
    loaded_at
from balanced
order by missing = 0, loaded_at desc, archive;

comment on view reports.archives is 'What became of the records of each web archive: one row per archive. records = documents + unreadable + passed_over + missing; the ledger says what became of the documents.';
comment on column reports.archives.archive is 'Path of the archive.';
comment on column reports.archives.source is 'Where it came from: the name of a source, else the archive.';
comment on column reports.archives.records is 'Records that the archive has, damaged ones and gaps between them included.';
comment on column reports.archives.documents is 'Of these, documents: pages and records with a text. An archive that was replaced by another of the same name has the documents of both.';
comment on column reports.archives.unreadable is 'Records that should have been documents and could not be read as one, and faults of a fetch; the report rejected says why.';
comment on column reports.archives.passed_over is 'Records that are no documents.';
comment on column reports.archives.missing is 'Records that are none of these, though they were counted: always 0, or something was lost.';
comment on column reports.archives.balance is 'adds up, or how many records were lost.';
comment on column reports.archives.passed_over_kinds is 'What was passed over, the most frequent first, such as request 12, response 301 2, warcinfo 1.';
comment on column reports.archives.loaded_at is 'When it was read last.';
