-- The links of the claims that the last batch touched. Grain: one row per pair of claims.
select
    links.*,
    a.claim_id is not null as claim_a_is_known,
    b.claim_id is not null as claim_b_is_known,
    case relation
        when 'same' then a.claim_group_id = b.claim_group_id and a.side = b.side
        when 'contradicts' then a.claim_group_id = b.claim_group_id and a.side <> b.side
        else a.claim_group_id <> b.claim_group_id
    end as relation_is_borne_out
from claim_links as links
left join claims as a on a.claim_id = links.claim_a
left join claims as b on b.claim_id = links.claim_b
where links.claim_a in (select claim_id from relinked_claims) or links.claim_b in (select claim_id from relinked_claims)
order by claim_a, claim_b
