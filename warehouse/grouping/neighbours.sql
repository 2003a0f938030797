-- The articles that share most with each of grouped_articles: keys that few articles of the same days have weigh more
-- (Sparck Jones 1972). Grain: one row per such pair of articles.
with own as (
    select * from ops.article_keys semi join grouped_articles using (article_id)
),
days as (
    select min(published_on) - $days as first_day, max(published_on) + $days as last_day, bool_or(published_on is null) as is_open
    from own
),
held as (
    select keys.*
    from ops.article_keys as keys
    semi join own using (key)
    cross join days
    where days.is_open or keys.published_on is null or keys.published_on between days.first_day and days.last_day
),
near as (
    select
        own.article_id,
        held.article_id as other_id,
        own.key,
        count(*) over (partition by own.article_id, own.key) as holders
    from own
    join held using (key)
    where own.published_on is null or held.published_on is null
        or held.published_on between own.published_on - $days and own.published_on + $days
),
sizes as (
    select article_id, count(distinct other_id) as articles from near group by article_id
),
weighed as (
    select near.article_id, near.other_id, ln(1 + sizes.articles / near.holders) as weight
    from near
    join sizes using (article_id)
    where near.holders <= $most_holders
),
shared as (
    select
        article_id,
        other_id,
        sum(weight) as weight
    from weighed
    group by article_id, other_id
),
scored as (
    select *, weight / max(weight) over (partition by article_id) as share
    from shared
)
select article_id, other_id
from scored
where article_id <> other_id and share >= $least_share
qualify row_number() over (partition by article_id order by share desc, other_id) <= $neighbours
order by article_id, share desc, other_id
