-- Lines that articles of the warehouse still carry although they are boilerplate. Grain: one row per line of an article.
select outlet_key, line_hash, article_id, position, length, documents_needed
from ops.outlet_lines as lines
semi join staged_repeated_lines using (outlet_key, line_hash)
anti join (select article_id, position from ops.removed_lines where reason = $reason) using (article_id, position)
semi join articles using (article_id)
anti join staged_outlet_lines using (article_id)
