-- The articles that the batch brings, in the order in which they were published.
select article_id
from articles
semi join loaded using (article_id)
order by coalesce(published_at, retrieved_at), article_id
