-- Grain: one row per batch that these versions of pipeline and model have loaded.
select distinct batch_id from ops.documents where fingerprint = $fingerprint
