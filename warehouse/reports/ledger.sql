-- Grain: one row per source and day (UTC) of retrieval.
create view reports.ledger as
with articles as (
    select * from main.articles
),
revisions as (
    select * from main.article_revisions
),
documents as (
    select * from ops.documents
),
-- The latest revision that each document is the first to show.
shown as (
    select article_id, source_document, document_sha256, max(revision) as revision
    from revisions
    group by article_id, source_document, document_sha256
),
rejections as (
    select * from ops.rejections
),
read_documents as (
    select
        documents.source,
        (documents.retrieved_at at time zone 'UTC')::date as day,
        case
            when documents.status = 'rejected' then if(rejections.rejection_id is null, 'missing', 'rejected')
            when articles.article_id is null or texts.article_id is null then 'missing'
            when shown.revision is null then 'duplicate'
            when shown.revision <> articles.revision then 'revision'
            when article_runs.model_id is null then 'not_annotated'
            else 'article'
        end as became,
        articles.reprint_of is not null as is_reprint
    from documents
    left join articles on articles.article_id = documents.article_id
    left join (select distinct article_id, text_sha256 from revisions) as texts
        on texts.article_id = documents.article_id and texts.text_sha256 = documents.text_sha256
    left join shown
        on shown.article_id = documents.article_id and shown.source_document = documents.source_document
        and shown.document_sha256 = documents.document_sha256
    left join ops.article_runs on article_runs.article_id = documents.article_id
    left join (select distinct rejection_id from rejections) as rejections
        on rejections.rejection_id = documents.rejection_id
),
-- What could not even be read as a document.
unreadable as (
    select source, (rejected_at at time zone 'UTC')::date as day, 'rejected' as became, false as is_reprint
    from rejections
    anti join documents using (rejection_id)
    where article_id is null and table_name is null
),
counted as (
    select
        source,
        day,
        count(*) as documents_read,
        count(*) filter (became = 'article') as articles,
        count(*) filter (became = 'not_annotated') as not_annotated,
        count(*) filter (became = 'revision') as revisions,
        count(*) filter (became = 'duplicate') as duplicates,
        count(*) filter (became = 'rejected') as rejected,
        count(*) filter (became = 'missing') as missing,
        count(*) filter (became in ('article', 'not_annotated') and not is_reprint) as articles_without_reprints
    from (select * from read_documents union all by name select * from unreadable)
    group by source, day
),
balanced as (
    select
        source,
        day,
        documents_read,
        articles,
        not_annotated,
        revisions,
        duplicates,
        rejected,
        missing,
        if(missing = 0, 'adds up', concat('does not add up: ', missing, ' lost')) as balance,
        articles_without_reprints
    from counted
)
select * from balanced
order by missing = 0, day desc nulls last, source;

comment on view reports.ledger is 'What became of everything that was read: one row per source and day (UTC) of retrieval. documents_read = articles + not_annotated + revisions + duplicates + rejected + missing.';
comment on column reports.ledger.source is 'Where the documents came from: the name of a source, else the file of many records, the folder or the host.';
comment on column reports.ledger.day is 'Day of retrieval in UTC (for a file, of its last change); of what was no document, the day that it was rejected.';
comment on column reports.ledger.documents_read is 'Documents read, and records and files that could not be read as one.';
comment on column reports.ledger.articles is 'Of these, articles in their current revision.';
comment on column reports.ledger.not_annotated is 'Articles that are kept and not annotated: another language, no running text, or the model failed on it.';
comment on column reports.ledger.revisions is 'Earlier revisions of articles.';
comment on column reports.ledger.duplicates is 'Texts of articles that were read before, from this source or another: unchanged, or under another address.';
comment on column reports.ledger.rejected is 'Rejections; the report rejected says why.';
comment on column reports.ledger.missing is 'Documents that are none of these, though they were read: always 0, or something was lost.';
comment on column reports.ledger.balance is 'adds up, or how many documents were lost.';
comment on column reports.ledger.articles_without_reprints is 'Articles, annotated or not, that share less than half of their text with an earlier one.';
