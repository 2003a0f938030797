-- Grain: one row per entity, those that speak or are written about most first.
with spoken as (
    select speaker_entity_id as entity_id, count(*) as quotes, count(distinct article_id) as quoted_articles
    from quotes
    where speaker_entity_id is not null and not is_anonymous
    group by speaker_entity_id
)
select
    entities.entity_id, entities.name, entities.label, entities.aliases, entities.country_code,
    entities.mention_count as mentions, entities.article_count as articles, entities.first_seen_at::date as first_day,
    coalesce(spoken.quotes, 0) as quotes, coalesce(spoken.quoted_articles, 0) as quoted_articles
from entities
left join spoken using (entity_id)
where entities.label in ('PERSON', 'ORG', 'GPE', 'LOC', 'FAC', 'NORP', 'EVENT', 'LAW', 'PRODUCT', 'WORK_OF_ART')
order by coalesce(spoken.quoted_articles, 0) * 2 + entities.article_count desc, entities.mention_count desc,
    entities.name, entities.entity_id
limit $rows;
