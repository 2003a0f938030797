-- Count what the batch's articles say of entities, and sum up the entities that it touched.

-- Grain: one row per entity, kind and value of which the batch changes the count.
create or replace temp table changed_facts as
with known as (
    select *, -1 as change from earlier_article_entities
    union all by name
    select *, 1 as change from ops.article_entities semi join loaded using (article_id)
),
given_roles as (
    select *, -1 as change from earlier_article_roles
    union all by name
    select *, 1 as change from ops.article_roles semi join loaded using (article_id)
),
roles as (
    select distinct
        article_id, entity_id, lower(role) as role, lower(organisation) as organisation,
        concat_ws(', ', role, organisation) as description, change
    from given_roles
),
facts as (
    select entity_id, 'name' as kind, name as value, change from known
    union all by name
    select entity_id, 'label' as kind, label as value, change from known
    union all by name
    select entity_id, 'country' as kind, country_code as value, change from known
    union all by name
    select entity_id, 'gender' as kind, gender as value, change from known
    union all by name
    select entity_id, 'alias' as kind, unnest(aliases) as value, change from known
    union all by name
    select entity_id, 'key' as kind, unnest(keys) as value, change from known
    union all by name
    select entity_id, 'role' as kind, role as value, change from roles
    union all by name
    select entity_id, 'organisation' as kind, organisation as value, change from roles
    union all by name
    select entity_id, 'description' as kind, description as value, change from roles
)
select entity_id, kind, value, sum(change)::integer as change
from facts
where value is not null
group by entity_id, kind, value
having sum(change) <> 0;

merge into ops.entity_facts as facts
using (from changed_facts where kind <> 'key') as changed
on facts.entity_id = changed.entity_id and facts.kind = changed.kind and facts.value = changed.value
when matched and facts.article_count + changed.change <= 0 then delete
when matched then update set article_count = facts.article_count + changed.change
when not matched then insert (entity_id, kind, value, article_count) values (entity_id, kind, value, change);

merge into ops.entity_keys as keys
using (from changed_facts where kind = 'key') as changed
on keys.entity_id = changed.entity_id and keys.key = changed.value
when matched and keys.article_count + changed.change <= 0 then delete
when matched then update set article_count = keys.article_count + changed.change
when not matched then insert (key, entity_id, article_count) values (value, entity_id, change);

delete from entities where entity_id in (select entity_id from touched_entities);

-- Grain: one row per entity that anything refers to.
insert into entities by name
with facts as (
    select * from ops.entity_facts semi join touched_entities using (entity_id)
),
summed as (
    select
        entities.entity_id,
        sum(mention_count) as mention_count,
        count(distinct article_id) filter (mention_count > 0) as article_count,
        min(coalesce(articles.published_at, articles.retrieved_at)) as first_seen_at,
        max(coalesce(articles.published_at, articles.retrieved_at)) as last_seen_at
    from ops.article_entities as entities
    join articles using (article_id)
    semi join touched_entities using (entity_id)
    group by entity_id
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
        first(value order by article_count desc, value) filter (kind = 'description') as description
    from facts
    group by entity_id
),
referenced as (
    select entity_id from summed where mention_count > 0
    union
    select unnest([speaker_entity_id, source_affiliation_entity_id])
    from quotes
    where speaker_entity_id in (select entity_id from touched_entities)
        or source_affiliation_entity_id in (select entity_id from touched_entities)
    union
    select unnest([subject_entity_id, object_entity_id, claimant_entity_id])
    from claims
    where subject_entity_id in (select entity_id from touched_entities)
        or object_entity_id in (select entity_id from touched_entities)
        or claimant_entity_id in (select entity_id from touched_entities)
)
select
    summed.entity_id,
    names.name,
    labels.label,
    coalesce(others.aliases, []) as aliases,
    others.country_code,
    summed.mention_count,
    summed.article_count,
    summed.first_seen_at,
    summed.last_seen_at,
    genders.gender,
    others.description
from summed
join names using (entity_id)
join labels using (entity_id)
semi join referenced using (entity_id)
left join genders using (entity_id)
left join others using (entity_id);
