-- Sum up the claim groups that the batch touched, and link their claims.

-- Whether a group's claims are disputed; the wording that was decided on is null where nothing could be compared. Who
-- "denied the allegation" disputes nothing that could be told, unless the article says what was alleged; who "does not
-- think that it will rain" disputes nothing unless somebody says that it will.
create or replace temp macro are_disputed(side, cue_class, wording_id, decided_wording_id) as coalesce(
    bool_or(side = 'against') and (
        bool_or(decided_wording_id is not null) and bool_or(
            side = 'for' or side = 'against' and coalesce(cue_class not in ('believe', 'predict'), true)
        )
        or bool_or(side = 'for') and count(distinct wording_id) > 1
    ),
    false
);

create or replace temp table touched_claim_groups as
select claim_group_id from earlier_claims
union
select claim_group_id from claims semi join loaded using (article_id)
union
select unnest([earlier_group_id, claim_group_id]) from regrouped_claims;

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
        claims.wording_id,
        claims.claim_id,
        claims.article_id,
        claims.quote_id,
        coalesce(claims.statement, claims.text) as statement,
        claims.stance,
        claims.side,
        claims.start_char,
        articles.outlet,
        articles.wire_credit,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at
    from claims
    join articles using (article_id)
    semi join summed_claim_groups using (claim_group_id)
)
select
    *,
    row_number() over (partition by claim_group_id order by claimed_at, article_id, start_char, claim_id) as position
from dated;

-- Grain: one row per claim of such a group that a report is given as the source of: "the Journal reported", "according
-- to Xinhua". It is the report's, and no second source beside it.
create or replace temp table credited_claims as
with recursive outlets as (
    select outlet_key(outlet) as outlet from articles where outlet is not null
    union
    select outlet_key(wire_credit) from articles where wire_credit is not null
),
levels as (
    select grouped_claims.claim_id, quotes.*, 1 as level
    from grouped_claims
    join quotes using (quote_id)
    union all
    select levels.claim_id, quotes.*, levels.level + 1
    from levels
    join quotes on quotes.quote_id = levels.parent_quote_id
    where levels.level < 10
)
select claim_id, first(outlet_key(speaker_name) order by level desc) as outlet
from levels
where speaker_name is not null
    and speaker_kind in ('organisation', 'document')
    and (cue_lemma = 'report' or is_outlet_name(speaker_name) or outlet_key(speaker_name) in (from outlets))
    and cue_class is distinct from 'deny'
group by claim_id;

delete from claim_groups where claim_group_id in (select claim_group_id from summed_claim_groups);

-- Grain: one row per claim group.
insert into claim_groups by name
with supporting as (
    select distinct
        claim_group_id,
        article_id,
        coalesce(credited_claims.outlet, outlet_key(wire_credit), outlet_key(grouped_claims.outlet)) as origin
    from grouped_claims
    left join credited_claims using (claim_id)
    where side = 'for'
),
reprints as (
    select copies.claim_group_id, copies.article_id
    from duplicate_pairs
    join supporting as originals on originals.article_id = article_a
    join supporting as copies
        on copies.article_id = article_b and copies.claim_group_id = originals.claim_group_id
    where originals.origin is not null
),
independent as (
    select claim_group_id, count(distinct origin) as origins
    from supporting
    anti join reprints using (claim_group_id, article_id)
    group by claim_group_id
),
summed as (
    select
        grouped_claims.claim_group_id,
        first(statement order by side is distinct from 'for', position) as text,
        count(*) as claim_count,
        count(distinct article_id) as article_count,
        count(distinct outlet) as outlet_count,
        min(claimed_at) as first_claimed_at,
        max(claimed_at) as last_claimed_at,
        are_disputed(side, quotes.cue_class, grouped_claims.wording_id, wordings.wording_id) as is_disputed
    from grouped_claims
    left join (select quote_id, cue_class from quotes) as quotes using (quote_id)
    left join ops.claim_wordings as wordings using (wording_id)
    group by grouped_claims.claim_group_id
)
select
    summed.* exclude (is_disputed),
    case
        when is_disputed then 'disputed'
        when origins >= 2 then 'corroborated'
        else 'single'
    end as status
from summed
left join independent using (claim_group_id);

create or replace temp table relinked_claims as
select claim_id from earlier_claims
union
select claim_id from grouped_claims semi join touched_claim_groups using (claim_group_id);
delete from claim_links
where claim_a in (select claim_id from relinked_claims) or claim_b in (select claim_id from relinked_claims);

-- Grain: one row per claim that follows the first one of its group: a star, not a link from each to each.
insert into claim_links by name
with scored as (
    select
        grouped_claims.*, coalesce(wordings.score, 1.0) as score,
        -- What cannot be understood alone, such as "it", is seldom the same claim where it stands twice.
        wordings.wording_id is not null as is_comparable
    from grouped_claims
    semi join touched_claim_groups using (claim_group_id)
    left join ops.claim_wordings as wordings using (wording_id)
    where side is not null
),
first_claims as (
    select * from scored qualify row_number() over (partition by claim_group_id order by position) = 1
),
pairs as (
    select
        least(firsts.claim_id, others.claim_id) as claim_a,
        greatest(firsts.claim_id, others.claim_id) as claim_b,
        firsts.side <> others.side as is_contradiction,
        firsts.article_id <> others.article_id as is_across_articles,
        if(firsts.wording_id = others.wording_id, 1.0, least(firsts.score, others.score)) as score
    from scored as others
    join first_claims as firsts using (claim_group_id)
    where others.claim_id <> firsts.claim_id and (firsts.wording_id <> others.wording_id or firsts.is_comparable)
)
select claim_a, claim_b, if(is_contradiction, 'contradicts', 'same') as relation, score
from pairs
where is_contradiction or is_across_articles;

-- Grain: one row per pair of wordings in different groups of which one supports the other: of each its first claim.
insert into claim_links by name
with pairs as (
    select * from ops.wording_supports
    where wording_a in (select wording_id from grouped_claims semi join touched_claim_groups using (claim_group_id))
        or wording_b in (select wording_id from grouped_claims semi join touched_claim_groups using (claim_group_id))
),
first_claims as (
    select claims.wording_id, claims.claim_id, claims.claim_group_id
    from claims
    join articles using (article_id)
    where claims.wording_id in (select unnest([wording_a, wording_b]) from pairs)
    qualify row_number() over (
        partition by claims.wording_id
        order by coalesce(articles.published_at, articles.retrieved_at), claims.article_id, claims.start_char, claims.claim_id
    ) = 1
)
select
    least(a.claim_id, b.claim_id) as claim_a,
    greatest(a.claim_id, b.claim_id) as claim_b,
    'supports' as relation,
    pairs.score
from pairs
join first_claims as a on a.wording_id = pairs.wording_a
join first_claims as b on b.wording_id = pairs.wording_b
where a.claim_group_id <> b.claim_group_id;
