-- Grain: one row per candidate and article that names it, the latest articles only.
with latest as (
    select
        entities.resolved_entity_id as entity_id,
        entities.article_id,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at
    from ops.article_entities as entities
    semi join candidates on candidates.entity_id = entities.resolved_entity_id
    join articles using (article_id)
    qualify row_number() over (partition by entities.resolved_entity_id order by seen_at desc, entities.article_id) <= $contexts
)
select latest.entity_id, latest.article_id, latest.seen_at, contexts.names, contexts.words, contexts.countries
from latest
join ops.article_contexts as contexts using (article_id)
order by latest.entity_id, latest.seen_at desc, latest.article_id;
