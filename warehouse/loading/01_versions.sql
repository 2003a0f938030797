-- Which article versions the batch brings, which of them are current, and which articles it takes back.

create or replace temp table read_documents as
select
    documents.* exclude (article_id),
    revisions.article_id
from staged_documents as documents
left join staged_article_revisions as revisions using (article_id, text_sha256);

-- A text that the same document does not give any more, and the one that it gives now.
create or replace temp table reread_texts as
select earlier.article_id, earlier.text_sha256 as earlier_text_sha256, staged.text_sha256
from article_revisions as earlier
join staged_article_revisions as staged using (article_id, source_document, document_sha256)
where earlier.text_sha256 <> staged.text_sha256;

-- Grain: one row per version of an article that the batch touches. A version that was read from the same document
-- before is replaced: it is the same version, read by another pipeline.
create or replace temp table versions as
with known as (
    select revisions.* exclude (revision), false as is_staged
    from article_revisions as revisions
    semi join staged_article_revisions using (article_id)
    anti join staged_article_revisions using (article_id, source_document, document_sha256)
),
candidates as (
    select * from known
    union all by name
    select *, true as is_staged from staged_article_revisions
),
distinct_texts as (
    select * from candidates
    qualify row_number() over (partition by article_id, text_sha256 order by version_order) = 1
),
numbered as (
    select *, row_number() over (partition by article_id order by version_order) as revision
    from distinct_texts
)
select *, revision = max(revision) over (partition by article_id) as is_current
from numbered;

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

create or replace temp table touched_claim_groups as
select claim_group_id from claims semi join replaced using (article_id)
union
select claim_group_id from staged_claims semi join loaded using (article_id);

delete from claim_links
where claim_a in (select claim_id from claims semi join touched_claim_groups using (claim_group_id))
    or claim_b in (select claim_id from claims semi join touched_claim_groups using (claim_group_id));
