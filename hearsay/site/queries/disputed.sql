-- Grain: one row per disputed claim. Those come first that have both sides and say something of their own: "it", as
-- in "denied it", is the same words and seldom the same claim. What many outlets tell comes before what one repeats.
select
    claim_group_id,
    claim,
    asserted_by is not null as has_both_sides,
    claims,
    articles,
    outlets,
    first_seen_at::date as first_day,
    last_seen_at::date as last_day
from reports.disputed_claims
join claim_groups using (claim_group_id)
order by
    asserted_by is null or len(regexp_extract_all(claim, '[\p{L}\p{N}]+')) < 3,
    claim_groups.outlet_count desc,
    articles desc,
    claims desc,
    last_seen_at desc,
    claim_group_id
limit $rows;
