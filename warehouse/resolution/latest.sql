-- Grain: one row per candidate, with the latest articles that name it, the latest first.
create or replace temp table latest as
with ranked as (
    select
        entities.resolved_entity_id as entity_id,
        entities.article_id,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at
    from ops.article_entities as entities
    semi join candidates on candidates.entity_id = entities.resolved_entity_id
    join articles using (article_id)
    qualify row_number() over (partition by entities.resolved_entity_id order by seen_at desc, entities.article_id) <= $contexts
)
select entity_id, list(article_id order by seen_at desc, article_id) as article_ids
from ranked
group by entity_id;
