-- Entities that have turned out to be others: what is known of them is known of the others now.
insert into entity_redirects by name
select old_entity_id, entity_id, 'merge' as kind, evidence as reason, score from merged;
update entity_redirects
set entity_id = merged.entity_id
from merged
where entity_redirects.entity_id = merged.old_entity_id;

update ops.article_entities
set resolved_entity_id = merged.entity_id
from merged
where article_entities.resolved_entity_id = merged.old_entity_id;
update ops.entity_links
set entity_id = merged.entity_id
from merged
where entity_links.entity_id = merged.old_entity_id;
update ops.entity_links
set other_entity_id = merged.entity_id
from merged
where entity_links.other_entity_id = merged.old_entity_id;

create or replace temp table summed_keys as
select keys.key, coalesce(merged.entity_id, keys.entity_id) as entity_id, sum(keys.article_count) as article_count
from ops.entity_keys as keys
left join merged on merged.old_entity_id = keys.entity_id
where keys.entity_id in (select old_entity_id from merged union select entity_id from merged)
group by all;
delete from ops.entity_keys where entity_id in (select old_entity_id from merged union select entity_id from merged);
insert into ops.entity_keys by name from summed_keys;

create or replace temp table summed_facts as
select
    coalesce(merged.entity_id, facts.entity_id) as entity_id,
    facts.kind,
    facts.value,
    sum(facts.article_count) as article_count
from ops.entity_facts as facts
left join merged on merged.old_entity_id = facts.entity_id
where facts.entity_id in (select old_entity_id from merged union select entity_id from merged)
group by all;
delete from ops.entity_facts where entity_id in (select old_entity_id from merged union select entity_id from merged);
insert into ops.entity_facts by name from summed_facts;
