-- Grain: one row per candidate, with the latest articles that name it, the latest first.
create or replace temp table latest as
with dated as (
    select
        entities.resolved_entity_id as entity_id,
        {'seen_at': coalesce(articles.published_at, articles.retrieved_at), 'article_id': entities.article_id} as named
    from ops.article_entities as entities
    semi join candidates on candidates.entity_id = entities.resolved_entity_id
    join articles using (article_id)
)
select entity_id, list_transform(max(named, $contexts), lambda latest: latest.article_id) as article_ids
from dated
group by entity_id;
