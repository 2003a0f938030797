-- Grain: one row per claim of the batch.
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
from staged_claims as claims
left join (select distinct on (article_id) article_id, published_at from staged_articles) as articles using (article_id)
