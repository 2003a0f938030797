-- Which article versions the batch brings, which of them are current, and which articles it takes back.

create or replace temp table read_documents as
select
    documents.* exclude (article_id),
    revisions.article_id,
    revisions.version_order
from staged_documents as documents
left join staged_article_revisions as revisions using (article_id, source_document, document_sha256);

-- A text that the same document does not give any more, and the one that it gives now.
create or replace temp table reread_texts as
with earlier as (
    select article_id, text_sha256, source_document, document_sha256 from article_revisions
    union
    select article_id, text_sha256, source_document, document_sha256 from ops.documents where article_id is not null
)
select distinct on (article_id, earlier_text_sha256)
    staged.article_id, earlier.text_sha256 as earlier_text_sha256, staged.text_sha256
from earlier
join staged_article_revisions as staged using (article_id, source_document, document_sha256)
where earlier.text_sha256 <> staged.text_sha256
order by article_id, earlier_text_sha256, staged.version_order;

-- Grain: one row per document that shows an article, and time at which it did. A document that is read again is the
-- same, read by another pipeline; of a file that has held something else, what it held before stays.
create or replace temp table shown_versions as
with staged as (
    select *, true as is_staged, 1 as preference from staged_article_revisions
),
overwritten as (
    select source_document
    from ops.documents
    semi join staged using (source_document)
    group by source_document
    having count(distinct document_sha256) > 1
),
known as (
    select * exclude (revision, body), 2 as preference from article_revisions
    union all by name
    select article_id, text_sha256, retrieved_at, source_document, document_sha256, version_order, 3 as preference
    from ops.documents
    where version_order is not null
),
earlier as (
    select
        known.* replace (coalesce(reread_texts.text_sha256, known.text_sha256) as text_sha256),
        false as is_staged
    from known
    left join reread_texts
        on reread_texts.article_id = known.article_id and reread_texts.earlier_text_sha256 = known.text_sha256
    where known.article_id in (select article_id from staged)
        and (
            (known.source_document, known.document_sha256) not in (select (source_document, document_sha256) from staged)
            or known.source_document in (select source_document from overwritten)
        )
)
select * exclude (body, preference)
from (select * from staged union all by name select * from earlier)
qualify row_number() over (
    partition by article_id, source_document, document_sha256, split_part(version_order, '|', 3)
    order by preference
) = 1;

create or replace temp table texts as
with given as (
    select article_id, text_sha256, title, published_at, modified_at, body, version_order, 1 as preference
    from staged_article_revisions
    union all
    select article_id, text_sha256, title, published_at, modified_at, body, version_order, 2 as preference
    from article_revisions
    where rowid in (select rowid from article_revisions semi join staged_article_revisions using (article_id))
)
select * exclude (preference)
from given
qualify row_number() over (partition by article_id, text_sha256 order by preference, version_order) = 1;

-- Grain: one row per version of an article that the batch touches: a text, from when it was shown until another was.
create or replace temp table versions as
with changes as (
    select *
    from shown_versions
    qualify text_sha256 is distinct from lag(text_sha256) over (partition by article_id order by version_order)
),
numbered as (
    select
        changes.* replace (
            coalesce(changes.title, texts.title) as title,
            coalesce(changes.published_at, texts.published_at) as published_at,
            coalesce(changes.modified_at, texts.modified_at) as modified_at
        ),
        texts.body,
        row_number() over (partition by article_id order by changes.version_order) as revision
    from changes
    join texts using (article_id, text_sha256)
)
select *, revision = max(revision) over (partition by article_id) as is_current
from numbered;

-- Grain: one row per text of an article that the batch touches, however often it was shown.
create or replace temp table version_texts as
select article_id, text_sha256, bool_or(is_current) as is_current, bool_or(is_staged) as is_staged
from versions
group by article_id, text_sha256;

-- Grain: one row per article whose rows the batch brings.
create or replace temp table loaded as
select article_id, text_sha256, revision
from versions
semi join staged_articles using (article_id, text_sha256)
where is_current and is_staged;

-- Grain: one row per article that all of its documents have become something else than.
create or replace temp table retired as
with earlier as (
    select known.article_id
    from ops.documents as known
    join read_documents as fresh using (source_document, document_sha256)
    where known.article_id is not null and known.article_id is distinct from fresh.article_id
),
still_held as (
    select article_id
    from ops.documents
    anti join read_documents using (source_document, document_sha256)
    union
    select article_id from read_documents
)
select distinct article_id
from earlier
anti join still_held using (article_id);

create or replace temp table replaced as
select article_id from loaded
union
select article_id from retired;

create or replace temp table earlier_claims as
select claim_id, claim_group_id from claims semi join replaced using (article_id);
