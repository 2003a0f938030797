-- Sum up the claim groups that the batch touched, and link their claims.

-- Whether a claim is corroborated depends on which of its articles are copies.
create or replace temp table summed_claim_groups as
select claim_group_id from touched_claim_groups
union
select claim_group_id from claims semi join regrouped using (article_id);

-- Grain: one row per claim of such a group. Position 1 is the first claim made.
create or replace temp table grouped_claims as
with dated as (
    select
        claims.claim_group_id,
        claims.claim_id,
        claims.article_id,
        claims.text,
        claims.stance,
        claims.start_char,
        articles.outlet,
        lower(coalesce(articles.wire_credit, articles.outlet)) as origin,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at
    from claims
    join articles using (article_id)
    semi join summed_claim_groups using (claim_group_id)
)
select *, row_number() over (partition by claim_group_id order by claimed_at, article_id, start_char, claim_id) as position
from dated;

delete from claim_groups where claim_group_id in (select claim_group_id from summed_claim_groups);

-- Grain: one row per claim group.
insert into claim_groups by name
with asserting_articles as (
    select distinct claim_group_id, article_id, outlet, origin
    from grouped_claims
    where stance = 'asserts' and outlet is not null
),
reprints as (
    select copies.claim_group_id, copies.article_id
    from duplicate_pairs
    join asserting_articles as originals on originals.article_id = article_a
    join asserting_articles as copies
        on copies.article_id = article_b and copies.claim_group_id = originals.claim_group_id
),
independent as (
    select claim_group_id, count(distinct outlet) as outlets, count(distinct origin) as origins
    from asserting_articles
    anti join reprints using (claim_group_id, article_id)
    group by claim_group_id
),
summed as (
    select
        claim_group_id,
        first(text order by position) as text,
        count(*) as claim_count,
        count(distinct article_id) as article_count,
        count(distinct outlet) as outlet_count,
        min(claimed_at) as first_claimed_at,
        bool_or(stance = 'denies') as is_denied
    from grouped_claims
    group by claim_group_id
)
select
    summed.* exclude (is_denied),
    case
        when is_denied then 'disputed'
        when outlets >= 2 and origins >= 2 then 'corroborated'
        else 'single'
    end as status
from summed
left join independent using (claim_group_id);

-- Grain: one row per claim that follows the first one of its group: a star, not a link from each to each.
insert into claim_links by name
with first_claims as (
    select * from grouped_claims semi join touched_claim_groups using (claim_group_id) where position = 1
),
pairs as (
    select
        least(firsts.claim_id, others.claim_id) as claim_a,
        greatest(firsts.claim_id, others.claim_id) as claim_b,
        (firsts.stance = 'denies') <> (others.stance = 'denies') as is_contradiction,
        firsts.article_id <> others.article_id as is_across_articles
    from grouped_claims as others
    join first_claims as firsts using (claim_group_id)
    where others.position > 1
)
select claim_a, claim_b, if(is_contradiction, 'contradicts', 'same') as relation, 1.0 as score
from pairs
where is_contradiction or is_across_articles;
