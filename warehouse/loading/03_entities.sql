-- Sum up the entities that the batch touched. Grain: one row per entity that anything refers to.

delete from entities where entity_id in (select entity_id from touched_entities);

insert into entities by name
with known as (
    select entities.*, coalesce(articles.published_at, articles.retrieved_at) as seen_at
    from ops.article_entities as entities
    join articles using (article_id)
    semi join touched_entities using (entity_id)
),
names as (
    select entity_id, name, count(*) as articles
    from known
    group by entity_id, name
),
canonical as (
    select entity_id, first(name order by articles desc, name) as name
    from names
    group by entity_id
),
aliases as (
    select entity_id, list(distinct alias order by alias) as aliases
    from (select entity_id, unnest(aliases) as alias from known)
    group by entity_id
),
summed as (
    select
        entity_id,
        min(label) as label,
        min(country_code) as country_code,
        sum(mention_count) as mention_count,
        count(*) filter (mention_count > 0) as article_count,
        min(seen_at) as first_seen_at
    from known
    group by entity_id
),
referenced as (
    select entity_id from summed where mention_count > 0
    union
    select speaker_entity_id from quotes where speaker_entity_id in (select entity_id from touched_entities)
    union
    select unnest([subject_entity_id, object_entity_id, claimant_entity_id])
    from claims
    where subject_entity_id in (select entity_id from touched_entities)
        or object_entity_id in (select entity_id from touched_entities)
        or claimant_entity_id in (select entity_id from touched_entities)
)
select
    summed.entity_id,
    canonical.name,
    summed.label,
    coalesce(aliases.aliases, []) as aliases,
    summed.country_code,
    summed.mention_count,
    summed.article_count,
    summed.first_seen_at
from summed
join canonical using (entity_id)
semi join referenced using (entity_id)
left join aliases using (entity_id);
