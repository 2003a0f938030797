-- Grain: one row per entity that an article of the batch was linked to before.
select article_id, local_entity_id, entity_id
from ops.entity_links
semi join loaded using (article_id);
