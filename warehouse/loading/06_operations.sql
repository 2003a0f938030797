-- What the pipeline says of the batch.

delete from ops.article_runs where article_id in (select article_id from replaced);
insert into ops.article_runs by name
select
    articles.article_id,
    articles.revision,
    batch.run_id,
    batch.batch_id,
    if(articles.article_id in (select article_id from staged_sentences), batch.model_id, null) as model_id,
    batch.loaded_at
from articles
semi join loaded using (article_id)
cross join staged_batch as batch;

-- A document that is read again explains itself anew, and an article that is built again its rows.
delete from ops.rejections
where source_document in (select source_document from read_documents)
    or (article_id in (select article_id from replaced) and stage <> 'extract')
    or rejection_id in (select rejection_id from staged_rejections);
insert into ops.rejections by name
select
    rejections.*,
    coalesce(batch.source, source_of(rejections.source_document)) as source,
    batch.run_id,
    batch.batch_id,
    batch.loaded_at as rejected_at
from (select distinct on (rejection_id) * from staged_rejections) as rejections
cross join staged_batch as batch;

delete from ops.documents
using read_documents
where documents.source_document = read_documents.source_document
    and documents.document_sha256 = read_documents.document_sha256;
create or replace temp table loaded_documents as
with reasons as (
    select source_document, rejection_id, reason
    from staged_rejections
    qualify row_number() over (
        partition by source_document
        order by table_name is null and article_id is null desc, table_name = 'articles' desc, rejection_id
    ) = 1
)
select
    documents.source_document,
    documents.document_sha256,
    coalesce(documents.source, source_of(documents.source_document)) as source,
    documents.outlet_key,
    documents.media_type,
    documents.retrieved_at,
    if(documents.article_id is null, 'rejected', 'article') as status,
    documents.article_id,
    if(documents.article_id is null, null, documents.text_sha256) as text_sha256,
    documents.version_order,
    if(documents.article_id is null, reasons.rejection_id, null) as rejection_id,
    if(documents.article_id is null, reasons.reason, null) as reason,
    batch.batch_id,
    batch.fingerprint,
    batch.loaded_at
from read_documents as documents
left join reasons using (source_document)
cross join staged_batch as batch;
insert into ops.documents by name from loaded_documents;
-- A copy, read earlier under another name, is what the document is now.
update ops.documents as copies
set status = fresh.status, article_id = fresh.article_id, text_sha256 = fresh.text_sha256, outlet_key = fresh.outlet_key,
    rejection_id = fresh.rejection_id, reason = fresh.reason, fingerprint = fresh.fingerprint
from (select distinct on (document_sha256) * from loaded_documents order by source_document) as fresh
where copies.document_sha256 = fresh.document_sha256 and copies.source_document <> fresh.source_document
    and (copies.source_document, copies.document_sha256) not in (
        select (source_document, document_sha256) from loaded_documents
    );

-- A document whose article was loaded anew without being read gives the new text, and so do documents that gave the
-- same text as one that has been read anew.
update ops.documents
set text_sha256 = staged.text_sha256
from staged_article_revisions as staged
where documents.article_id = staged.article_id and documents.source_document = staged.source_document
    and documents.document_sha256 = staged.document_sha256 and documents.text_sha256 <> staged.text_sha256;
update ops.documents
set text_sha256 = reread_texts.text_sha256
from reread_texts
where documents.article_id = reread_texts.article_id
    and documents.text_sha256 = reread_texts.earlier_text_sha256
    and (documents.article_id, documents.text_sha256) not in (select (article_id, text_sha256) from versions);

insert into ops.outlet_lines by name
select distinct on (outlet_key, line_hash, article_id) *
from staged_outlet_lines
anti join ops.outlet_lines using (outlet_key, line_hash, article_id)
order by documents_needed, position;

delete from ops.validations
using staged_batch as batch
where validations.run_id = batch.run_id and validations.batch_id = batch.batch_id;
insert into ops.validations by name
select outcomes.*, batch.run_id, batch.batch_id, batch.loaded_at as validated_at
from staged_validations as outcomes
cross join staged_batch as batch;
