-- Grain: one row per article whose rows the batch brings.
select article_id, body, coalesce(published_at, retrieved_at) as seen_at
from staged_articles
semi join loaded using (article_id, text_sha256)
order by article_id;
