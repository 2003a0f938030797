-- Documents of the batch that are neither an article nor a rejection.
select documents.source_document
from ops.documents
semi join staged_documents using (source_document, document_sha256)
where documents.status = 'rejected' and documents.rejection_id is null
order by documents.source_document
