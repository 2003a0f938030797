-- Grain: one row per disputed claim. Those come first that have both sides and say something of their own: "it", as
-- in "denied it", is the same words and seldom the same claim. What many outlets tell comes before what one repeats.
with dated as (
    select claims.claim_group_id, min(articles.published_at)::date as first_day,
        max(articles.published_at)::date as last_day
    from claims
    join articles using (article_id)
    semi join (select claim_group_id from claim_groups where status = 'disputed') using (claim_group_id)
    group by claims.claim_group_id
)
select
    claim_group_id,
    claim,
    asserted_by is not null as has_both_sides,
    claims,
    articles,
    outlets,
    dated.first_day,
    dated.last_day
from reports.disputed_claims
join claim_groups using (claim_group_id)
join dated using (claim_group_id)
order by
    asserted_by is null or len(regexp_extract_all(claim, '[\p{L}\p{N}]+')) < 3,
    claim_groups.outlet_count desc,
    articles desc,
    claims desc,
    dated.last_day desc nulls last,
    claim_group_id
limit $rows;
