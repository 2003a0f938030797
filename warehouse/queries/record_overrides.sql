-- Replace the overrides; what they concern, now or before, is summed up anew.
insert into recounted_entities
select unnest([resolved_entity_id, entity_id]) from ops.overrides
union
select unnest([resolved_entity_id, entity_id]) from wanted_overrides;

delete from ops.overrides;
insert into ops.overrides by name from wanted_overrides;

delete from entity_redirects where kind = 'override';
insert into entity_redirects by name
select resolved_entity_id as old_entity_id, entity_id, 'override' as kind, reason, null::double as score
from ops.overrides
where kind = 'merge';
