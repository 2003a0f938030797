-- Grain: one row per batch that these versions of pipeline and model have loaded, or that holds rejections only.
select batch_id from ops.documents where fingerprint = $fingerprint
union
select batch_id from ops.rejections where starts_with(batch_id, 'rejections_')
