-- Grain: one row, the entity of an id or of a name as articles have it; of several, the one that most articles mean.
with ids as (
    select coalesce(redirects.entity_id, $entity) as entity_id
    from (select 1)
    left join entity_redirects as redirects on redirects.old_entity_id = $entity and redirects.kind = 'merge'
),
labelled as (
    select entity_id, first(value order by article_count desc, value) as label, sum(article_count) as articles
    from ops.entity_facts
    where kind = 'label'
    group by entity_id
)
select facts.entity_id, max(facts.article_count) as articles
from ops.entity_facts as facts
join labelled using (entity_id)
where facts.kind = 'name'
    and (($is_id and facts.entity_id in (select entity_id from ids)) or (not $is_id and lower(facts.value) = lower($entity)))
    and ($label is null or labelled.label = $label)
group by facts.entity_id
order by articles desc, facts.entity_id
limit 1;
