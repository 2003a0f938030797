-- The groups of the claims that the last batch touched. Grain: one row per group; one with claims and without a row of
-- its own has no text.
with found as (
    select
        claims.claim_group_id,
        count(*) as claims_found,
        count(distinct article_id) as articles_found,
        are_disputed(side, quotes.cue_class, claims.wording_id, wordings.wording_id) as is_disputed
    from claims
    semi join summed_claim_groups using (claim_group_id)
    left join (select quote_id, cue_class from quotes) as quotes using (quote_id)
    left join ops.claim_wordings as wordings using (wording_id)
    group by claims.claim_group_id
)
select
    claim_group_id,
    text,
    claim_count,
    article_count,
    outlet_count,
    first_claimed_at,
    last_claimed_at,
    status,
    coalesce(claims_found, 0) as claims_found,
    (status = 'disputed') = is_disputed and (status <> 'corroborated' or articles_found >= 2) as status_is_borne_out
from found
full join (from claim_groups semi join summed_claim_groups using (claim_group_id)) using (claim_group_id)
order by claim_group_id
