-- A copy of a loaded document is what that document is. Where its time of retrieval is known, or its file held something
-- else meanwhile, it also shows that the article had this text again.
create or replace temp table copied_documents as
with known as (
    select * from ops.documents
    qualify row_number() over (
        partition by document_sha256 order by version_order is null, source_document
    ) = 1
),
overwritten as (
    select documents.source_document, max(documents.loaded_at) as overwritten_at
    from ops.documents
    join staged_copies as copies using (source_document)
    where documents.document_sha256 <> copies.document_sha256
    group by documents.source_document
)
select
    known.* exclude (source_document, source, retrieved_at, version_order),
    copies.source_document,
    copies.retrieved_at,
    coalesce(copies.source, source_of(copies.source_document)) as source,
    copies.loaded_at as copied_at,
    overwritten.overwritten_at,
    if(
        known.version_order is not null and (copies.is_dated or overwritten.source_document is not null),
        concat_ws(
            '|',
            if(
                copies.is_dated or split_part(known.version_order, '|', 2) = '',
                split_part(copies.read_order, '|', 1),
                split_part(known.version_order, '|', 1)
            ),
            split_part(known.version_order, '|', 2),
            copies.read_order,
            known.text_sha256
        ),
        null
    ) as version_order
from staged_copies as copies
join known using (document_sha256)
left join overwritten on overwritten.source_document = copies.source_document;

update ops.documents
set loaded_at = copies.copied_at
from copied_documents as copies
where documents.source_document = copies.source_document and documents.document_sha256 = copies.document_sha256
    and documents.loaded_at < copies.overwritten_at;
update ops.documents
set retrieved_at = copies.retrieved_at, version_order = copies.version_order
from copied_documents as copies
where documents.source_document = copies.source_document and documents.document_sha256 = copies.document_sha256
    and copies.overwritten_at is not null and documents.retrieved_at < copies.retrieved_at;

insert into ops.documents by name
select * exclude (copied_at, overwritten_at)
from copied_documents
where (source_document, document_sha256) not in (select (source_document, document_sha256) from ops.documents);
