-- Grain: one row per article that is among the latest of a candidate.
select
    contexts.article_id,
    contexts.names,
    contexts.words,
    contexts.countries,
    coalesce(articles.published_at, articles.retrieved_at) as seen_at
from ops.article_contexts as contexts
join articles using (article_id)
where contexts.article_id in (select unnest(article_ids) from latest)
order by contexts.article_id;
