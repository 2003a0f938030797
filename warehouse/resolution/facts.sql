-- Grain: one row per candidate, kind and value.
select facts.entity_id, facts.kind, facts.value, facts.article_count
from ops.entity_facts as facts
semi join candidates using (entity_id)
where list_contains($kinds, facts.kind)
order by facts.entity_id, facts.kind, facts.article_count desc, facts.value;
