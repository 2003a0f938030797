-- Count what the batch's articles say of entities.

-- Grain: one row per entity, kind and value of which the batch changes the count.
create or replace temp table changed_facts as
with known as (
    select * replace (resolved_entity_id as entity_id), -1 as change from earlier_article_entities
    union all by name
    select *, 1 as change from linked
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
    select entity_id, 'role' as kind, unnest(roles) as value, change from known
    union all by name
    select entity_id, 'organisation' as kind, unnest(organisations) as value, change from known
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
