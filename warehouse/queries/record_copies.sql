-- A copy of a loaded document is what that document is. Grain: one row per copy that is not known yet.
insert into ops.documents by name
select
    known.* exclude (source_document, source, retrieved_at),
    copies.source_document,
    copies.retrieved_at,
    coalesce(copies.source, source_of(copies.source_document)) as source
from staged_copies as copies
join (
    select * from ops.documents
    qualify row_number() over (partition by document_sha256 order by source_document) = 1
) as known using (document_sha256)
where (copies.source_document, copies.document_sha256) not in (
    select (source_document, document_sha256) from ops.documents
)
