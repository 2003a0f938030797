-- Grain: one row per claim made in one of the groups $groups, up to $each a side: the earliest of each claimant first.
with made as (
    select
        claims.claim_group_id,
        claims.claim_id,
        if(claims.side = 'against', 'denies', 'asserts') as side,
        claims.stance,
        coalesce(claims.claimant_name, quotes.source_text, articles.outlet, '(unknown)') as claimant,
        claims.claimant_entity_id,
        coalesce(quotes.is_anonymous, false) as is_anonymous,
        articles.article_id,
        outlet_of(articles.outlet, articles.wire_credit) as outlet,
        headline_of(articles.title, articles.body) as title,
        articles.published_at::date as day,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at,
        articles.body,
        claims.start_char,
        claims.quote_id,
        coalesce(quotes.content_spans, [{'start_char': claims.start_char, 'end_char': claims.end_char}]) as spans,
        least(claims.start_char, coalesce(quotes.start_char, claims.start_char)) as first_char,
        greatest(claims.end_char, coalesce(quotes.end_char, claims.end_char)) as last_char
    from claims
    join articles using (article_id)
    left join quotes using (quote_id)
    where list_contains($groups, claims.claim_group_id)
),
ranked as (
    select
        *,
        row_number() over claimants as claimant_position,
        count(*) over (partition by claim_group_id, side) as side_count
    from made
    window claimants as (
        partition by claim_group_id, side, claimant order by claimed_at, article_id, start_char, claim_id
    )
),
chosen as (
    select * from ranked
    qualify row_number() over (
        partition by claim_group_id, side order by claimant_position, claimed_at, article_id, start_char, claim_id
    ) <= $each
)
select
    * exclude (body, first_char, last_char, claimant_position, claimed_at),
    greatest(first_char - $around, 0) as passage_start,
    length(body) as body_length,
    substr(
        body, greatest(first_char - $around, 0) + 1,
        least(last_char, first_char + $longest) + $around - greatest(first_char - $around, 0)
    ) as passage
from chosen
order by claim_group_id, side, claimed_at, article_id, start_char, claim_id;
