-- Grain: one row per expectation that was looked at by the run that validated last.
with outcomes as (
    select
        *,
        run_id = (select run_id from ops.validations order by validated_at desc, run_id limit 1) as is_latest
    from ops.validations
)
select
    suite,
    expectation,
    columns,
    why,
    severity,
    bool_and(success) filter (is_latest) as success,
    (sum(evaluated_count) filter (is_latest))::bigint as evaluated,
    (sum(unexpected_count) filter (is_latest))::bigint as failed,
    sum(unexpected_count)::bigint as failed_ever,
    max(validated_at)::date as day,
    flatten(list(from_json(examples, '["varchar"]') order by batch_id) filter (is_latest))[:5] as examples
from outcomes
group by suite, expectation, columns, why, severity
having count(*) filter (is_latest) > 0
order by success, suite, columns, expectation, why;
