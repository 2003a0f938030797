-- Grain: one row per article of these ids, addresses or source documents.
select article_id
from articles
where list_contains($articles, article_id) or list_contains($articles, url) or list_contains($articles, source_document)
order by article_id;
