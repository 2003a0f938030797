merge into ops.models
using (
    select
        $model_id as model_id,
        $name as name,
        $version as version,
        $sha256 as sha256,
        $description::json as description,
        $first_used_at::timestamptz as first_used_at
) as model
on models.model_id = model.model_id
when not matched then insert by name
