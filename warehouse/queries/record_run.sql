merge into ops.runs
using (
    select
        $run_id as run_id,
        $started_at::timestamptz as started_at,
        $ended_at::timestamptz as ended_at,
        $status as status,
        $counts::json as counts,
        $versions::json as versions,
        coalesce($engine, (select engine from ops.runs where run_id = $run_id)) as engine
) as run
on runs.run_id = run.run_id
when matched then update by name
when not matched then insert by name
