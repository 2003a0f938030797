-- Grain: one row per article that gets a page: those that other pages refer to in the order of $referred, then those
-- with the most quotes, as long as their pages stay under $bytes together. How large a page is, is estimated from its
-- text, its quotes and its claims.
with referred as (
    select article_id, min(position) as position
    from (select unnest($referred::varchar[]) as article_id, generate_subscripts($referred::varchar[], 1) as position)
    group by article_id
),
quoted as (
    select article_id, count(*) as quotes, sum(length(content)) as content_length from quotes group by article_id
),
claimed as (
    select article_id, count(*) as claims from claims where quote_id is null group by article_id
),
sized as (
    select
        articles.article_id,
        row_number() over (
            order by referred.position nulls last, coalesce(quoted.quotes, 0) desc,
                articles.published_at desc nulls last,
                articles.article_id
        ) as position,
        $page + strlen(articles.body) + coalesce(quoted.quotes, 0) * $quote + coalesce(claimed.claims, 0) * $claim
            as estimate
    from articles
    left join referred using (article_id)
    left join quoted using (article_id)
    left join claimed using (article_id)
),
summed as (
    select *, sum(estimate) over (order by position) as total from sized
)
select article_id from summed
where total <= $bytes
order by position;
