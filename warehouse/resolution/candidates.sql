-- Grain: one row per key of the batch and entity that has it, of a common key those of most articles.
select
    keys.key,
    keys.entity_id,
    keys.article_count
from ops.entity_keys as keys
semi join looked_up using (key)
qualify row_number() over (partition by keys.key order by keys.article_count desc, keys.entity_id) <= $candidates
order by keys.key, keys.article_count desc, keys.entity_id;
