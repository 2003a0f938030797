-- Grain: one row per staged row of {table}, {column} being the entity of the warehouse that the article's is.
select staged.* replace (linked.entity_id as {column})
from staged_{table} as staged
left join linked on linked.article_id = staged.article_id and linked.local_entity_id = staged.{column};
