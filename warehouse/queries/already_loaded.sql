select distinct document_sha256
from ops.documents
where fingerprint = $fingerprint and document_sha256 in (select unnest($sha256s))
