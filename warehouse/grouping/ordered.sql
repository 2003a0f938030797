-- The articles in grouped_articles, in the order in which they were published.
select article_id
from articles
semi join grouped_articles using (article_id)
order by coalesce(published_at, retrieved_at), article_id
