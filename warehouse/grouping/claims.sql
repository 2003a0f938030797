-- Grain: one row per claim of the articles in wanted_articles, in the order of the text.
with places as (
    select rowid as place from claims semi join wanted_articles using (article_id)
)
select
    claims.claim_id,
    claims.article_id,
    coalesce(claims.statement, claims.text) as statement,
    claims.stance,
    claims.is_negated,
    claims.predicate is not null as has_predicate,
    claims.event_start,
    claims.event_end,
    claims.denies_claim_id,
    year(articles.published_at) as year
from claims
join articles using (article_id)
where claims.rowid in (select place from places)
order by coalesce(articles.published_at, articles.retrieved_at), claims.article_id, claims.start_char, claims.end_char, claims.claim_id
