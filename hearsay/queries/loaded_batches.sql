-- Grain: one row per batch that these versions of pipeline and model have loaded, or that holds rejections only, or
-- archives without documents. Left out are batches with a document whose file was read with other contents since: what
-- was planned anew has come back.
with documents as (
    select batch_id, fingerprint, loaded_at < max(loaded_at) over (partition by source_document) as is_overwritten
    from ops.documents
)
select batch_id
from documents
where fingerprint = $fingerprint
group by batch_id
having not bool_or(is_overwritten)
union
select batch_id from ops.archive_records
where fingerprint = $fingerprint and batch_id not in (select batch_id from documents)
union
select batch_id from ops.rejections where starts_with(batch_id, 'rejections_')
