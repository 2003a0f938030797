-- All lines of the articles that hold one of the given lines; of the articles that hold one, the first by identifier,
-- which are those that are compared (pipeline/extract/repeated.py). Grain: one row per outlet, line and article.
with given as (
    select distinct outlet_key, line_hash from staged_outlet_lines
),
holders as (
    select outlet_key, article_id
    from ops.outlet_lines
    semi join given using (outlet_key, line_hash)
    qualify row_number() over (partition by outlet_key, line_hash, documents_needed order by article_id) <= $compared
)
select outlet_key, line_hash, article_id, position, length, documents_needed
from ops.outlet_lines
semi join holders using (outlet_key, article_id)
