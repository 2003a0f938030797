-- Sum up the entities that the batch touched. Grain: one row per entity that anything refers to.

delete from entities where entity_id in (select entity_id from touched_entities);

insert into entities by name
with names as (
    select entity_id, name, count(*) as articles
    from ops.article_entities
    semi join touched_entities using (entity_id)
    group by entity_id, name
),
canonical as (
    select entity_id, first(name order by articles desc, name) as name
    from names
    group by entity_id
),
known as (
    select
        entities.entity_id,
        min(entities.label) as label,
        min(entities.country_code) as country_code,
        min(coalesce(articles.published_at, articles.retrieved_at)) as first_seen_at
    from ops.article_entities as entities
    join articles using (article_id)
    semi join touched_entities using (entity_id)
    group by entities.entity_id
),
mentioned as (
    select
        entity_id,
        count(*) as mention_count,
        count(distinct article_id) as article_count,
        list_sort(list(distinct regexp_replace(text, '\s+', ' ', 'g')) filter (form = 'name')) as aliases
    from mentions
    semi join touched_entities using (entity_id)
    group by entity_id
),
referenced as (
    select entity_id from mentioned
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
    known.entity_id,
    canonical.name,
    known.label,
    coalesce(mentioned.aliases, []) as aliases,
    known.country_code,
    coalesce(mentioned.mention_count, 0) as mention_count,
    coalesce(mentioned.article_count, 0) as article_count,
    known.first_seen_at
from known
join canonical using (entity_id)
semi join referenced using (entity_id)
left join mentioned using (entity_id);
