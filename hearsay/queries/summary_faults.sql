-- What a build should not have found. Grain: one row per fault.
with lost as (
    select sum(missing) as documents from reports.ledger
),
drifts as (
    select distinct unnest(examples::json::varchar[]) as drift
    from ops.validations
    where run_id = $run_id and suite = 'outlets' and not success
)
select concat('The ledger does not add up: ', documents, ' documents are lost. See the report ledger.') as fault
from lost where documents > 0
union all
select concat('Reads differently than before, perhaps by a new layout: ', drift) as fault from drifts
order by fault
