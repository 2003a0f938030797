-- Grain: one row per entity that an article of the batch knows.
with named as (
    select article_id, entity_id, regexp_replace(text, '\s+', ' ', 'g') as alias, count(*) as uses
    from staged_mentions
    where form = 'name'
    group by all
),
aliases as (
    select article_id, entity_id, list(alias order by uses desc, alias)[:12] as aliases
    from named
    group by article_id, entity_id
),
mentioned as (
    select
        article_id,
        entity_id,
        count(*) as mention_count,
        list(text order by start_char) filter (form = 'pronoun') as pronouns
    from staged_mentions
    group by article_id, entity_id
),
roles as (
    select
        article_id,
        entity_id,
        list_sort(list(distinct lower(role))) as roles,
        list_sort(list(distinct organisation) filter (organisation is not null)) as organisations
    from staged_entity_roles
    group by article_id, entity_id
)
select
    entities.article_id,
    entities.entity_id,
    entities.name,
    entities.label,
    entities.country_code,
    coalesce(aliases.aliases, []) as aliases,
    coalesce(mentioned.mention_count, 0) as mention_count,
    coalesce(mentioned.pronouns, []) as pronouns,
    coalesce(roles.roles, []) as roles,
    coalesce(roles.organisations, []) as organisations
from staged_entities as entities
semi join loaded using (article_id)
left join aliases using (article_id, entity_id)
left join mentioned using (article_id, entity_id)
left join roles using (article_id, entity_id)
order by entities.article_id, entities.entity_id;
