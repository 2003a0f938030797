-- Sum up the entities that the batch touched.

insert into touched_entities from recounted_entities;

-- Grain: one row per entity whose counts follow from what they were and from the batch: a famous one is not counted
-- over all of its articles each time that one more names it.
create or replace temp table counted_entities as
with named as (
    select linked.entity_id, linked.article_id, linked.mention_count, 1 as change,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at
    from linked
    join articles using (article_id)
    union all by name
    select entity_id, article_id, mention_count, -1 as change, seen_at
    from earlier_article_entities
),
changes as (
    select
        entity_id,
        sum(change * mention_count) as mentions,
        count(distinct article_id) filter (change = 1 and mention_count > 0)
            - count(distinct article_id) filter (change = -1 and mention_count > 0) as articles,
        min(seen_at) filter (change = 1) as first_added,
        max(seen_at) filter (change = 1) as last_added,
        min(seen_at) filter (change = -1) as first_removed,
        max(seen_at) filter (change = -1) as last_removed
    from named
    group by entity_id
)
select
    entities.entity_id,
    entities.mention_count + changes.mentions as mention_count,
    entities.article_count + changes.articles as article_count,
    least(entities.first_seen_at, changes.first_added) as first_seen_at,
    greatest(entities.last_seen_at, changes.last_added) as last_seen_at
from entities
join changes using (entity_id)
anti join recounted_entities using (entity_id)
where entities.entity_id not in (select unnest([resolved_entity_id, entity_id]) from ops.overrides)
    and (
        changes.first_removed is null or changes.first_removed > entities.first_seen_at
        or coalesce(changes.first_added <= entities.first_seen_at, false)
    )
    and (
        changes.last_removed is null or changes.last_removed < entities.last_seen_at
        or coalesce(changes.last_added >= entities.last_seen_at, false)
    );

delete from entities where entity_id in (select entity_id from touched_entities);

-- Grain: one row per entity that anything refers to.
insert into entities by name
with overridden as (
    select unnest([resolved_entity_id, entity_id]) as entity_id from ops.overrides
),
known as (
    select entities.*
    from ops.article_entities as entities
    semi join touched_entities using (entity_id)
    semi join overridden using (entity_id)
),
values_by_article as (
    select entity_id, article_id, 'name' as kind, name as value from known
    union all by name
    select entity_id, article_id, 'label' as kind, label as value from known
    union all by name
    select entity_id, article_id, 'country' as kind, country_code as value from known
    union all by name
    select entity_id, article_id, 'gender' as kind, gender as value from known
    union all by name
    select entity_id, article_id, 'alias' as kind, unnest(aliases) as value from known
    union all by name
    select entity_id, article_id, 'role' as kind, unnest(roles) as value from known
),
facts as materialized (
    select entity_id, kind, value, article_count
    from ops.entity_facts
    semi join touched_entities using (entity_id)
    anti join overridden using (entity_id)
    union all by name
    select entity_id, kind, value, count(distinct article_id)::integer as article_count
    from values_by_article
    where value is not null
    group by entity_id, kind, value
),
summed as (
    from counted_entities
    union all by name
    select
        entities.entity_id,
        sum(mention_count) as mention_count,
        count(distinct article_id) filter (mention_count > 0) as article_count,
        min(coalesce(articles.published_at, articles.retrieved_at)) as first_seen_at,
        max(coalesce(articles.published_at, articles.retrieved_at)) as last_seen_at
    from ops.article_entities as entities
    join articles using (article_id)
    semi join touched_entities using (entity_id)
    anti join counted_entities using (entity_id)
    group by entities.entity_id
),
unmentioned as (
    select entity_id from summed where mention_count = 0
),
labels as (
    select entity_id, first(value order by article_count desc, value) as label, sum(article_count) as articles
    from facts
    where kind = 'label'
    group by entity_id
),
-- A full name is better than a family name, unless hardly anybody uses it, and capitals are for headlines.
names as (
    select
        facts.entity_id,
        first(
            facts.value
            order by
                labels.label = 'PERSON' and contains(facts.value, ' ') and facts.article_count >= 0.1 * labels.articles desc,
                length(facts.value) > 5 and facts.value = upper(facts.value),
                facts.article_count desc,
                facts.value
        ) as name
    from facts
    join labels using (entity_id)
    where facts.kind = 'name'
    group by facts.entity_id
),
genders as (
    select entity_id, arg_max(value, article_count) as gender
    from facts
    where kind = 'gender'
    group by entity_id
    having max(article_count) >= 0.9 * sum(article_count)
),
others as (
    select
        entity_id,
        list(distinct value order by value) filter (kind = 'alias') as aliases,
        first(value order by article_count desc, value) filter (kind = 'country') as country_code,
        first(value order by article_count desc, value) filter (kind = 'role') as description
    from facts
    group by entity_id
),
referenced as (
    select entity_id from summed where mention_count > 0
    union
    select unnest([speaker_entity_id, source_affiliation_entity_id])
    from quotes
    where speaker_entity_id in (select entity_id from unmentioned)
        or source_affiliation_entity_id in (select entity_id from unmentioned)
    union
    select unnest([subject_entity_id, object_entity_id, claimant_entity_id])
    from claims
    where subject_entity_id in (select entity_id from unmentioned)
        or object_entity_id in (select entity_id from unmentioned)
        or claimant_entity_id in (select entity_id from unmentioned)
)
select
    summed.entity_id,
    coalesce(renamed.name, names.name) as name,
    labels.label,
    coalesce(others.aliases, []) as aliases,
    others.country_code,
    summed.mention_count,
    summed.article_count,
    summed.first_seen_at,
    summed.last_seen_at,
    if(labels.label = 'PERSON', genders.gender, null) as gender,
    others.description
from summed
join names using (entity_id)
join labels using (entity_id)
semi join referenced using (entity_id)
left join (
    select entity_id, first(name order by kind = 'rename' desc, name) as name
    from ops.overrides
    where name is not null
    group by entity_id
) as renamed using (entity_id)
left join genders using (entity_id)
left join others using (entity_id);
