-- Grain: one row per article that the latest run loaded, the most recent first.
with latest as (
    select run_id
    from ops.article_runs
    group by run_id
    order by max(loaded_at) desc, run_id
    limit 1
),
quoted as (
    select article_id, count(*) as quotes from quotes group by article_id
)
select articles.article_id, headline_of(articles.title, articles.body) as title,
    outlet_of(articles.outlet, articles.wire_credit) as outlet, articles.published_at::date as day,
    coalesce(quoted.quotes, 0) as quotes
from ops.article_runs
join latest using (run_id)
join articles using (article_id)
left join quoted using (article_id)
order by articles.published_at desc nulls last, articles.article_id
limit $rows;
