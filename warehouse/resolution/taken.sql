-- Grain: one row per id that cannot be given to a new entity.
select entity_id from ops.entity_facts semi join founding using (entity_id)
union
select old_entity_id from entity_redirects where old_entity_id in (select entity_id from founding);
