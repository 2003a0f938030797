-- Documents whose bytes these versions of pipeline and model have read before, but for those that may show that an
-- article of several texts went back to one of them. Grain: one row per document.
with known as (
    select document_sha256, any_value(article_id) as article_id, any_value(text_sha256) as text_sha256
    from ops.documents
    where fingerprint = $fingerprint and document_sha256 in (select document_sha256 from staged_copies)
    group by document_sha256
),
overwritten as (
    select distinct documents.source_document
    from ops.documents
    join staged_copies as copies using (source_document)
    where documents.document_sha256 <> copies.document_sha256
),
came_back as (
    select copies.source_document, copies.document_sha256
    from staged_copies as copies
    join known using (document_sha256)
    left join ops.documents as earlier
        on earlier.source_document = copies.source_document and earlier.document_sha256 = copies.document_sha256
    where exists (
            from ops.documents as others
            where others.article_id = known.article_id and others.text_sha256 <> known.text_sha256
        )
        and (copies.is_dated or copies.source_document in (select source_document from overwritten))
        and (earlier.retrieved_at is null or earlier.retrieved_at < copies.retrieved_at)
)
select source_document, document_sha256
from staged_copies
semi join known using (document_sha256)
anti join came_back using (source_document, document_sha256)
