-- Grain: one row, of the run that loaded articles last; none where no article was loaded.
with latest as (
    select run_id, max(loaded_at) as loaded_at
    from ops.article_runs
    group by run_id
    order by loaded_at desc, run_id
    limit 1
),
loaded as (
    select article_id, latest.loaded_at
    from ops.article_runs
    join latest using (run_id)
),
new_claims as (
    select claim_group_id, article_id, stance
    from claims
    semi join loaded using (article_id)
)
select
    any_value(loaded.loaded_at)::date as day,
    count(*) as articles,
    count(distinct articles.outlet) as outlets,
    (select count(*) from quotes semi join loaded using (article_id)) as quotes,
    (select count(distinct claim_group_id) from new_claims semi join
        (select claim_group_id from claim_groups where status = 'disputed') using (claim_group_id)) as disputed
from loaded
join articles using (article_id)
having count(*) > 0;
