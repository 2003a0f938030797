-- Grain: one row per article of $articles, the most recent first.
select
    articles.article_id, headline_of(articles.title, articles.body) as title,
    outlet_of(articles.outlet, articles.wire_credit) as outlet, articles.byline, articles.wire_credit, articles.url,
    articles.source_document, articles.published_at::date as day, articles.dateline_place, articles.status,
    articles.revision, articles.body, articles.correction, articles.update_note, articles.editors_note,
    articles.reprint_of, articles.word_count
from articles
where list_contains($articles, articles.article_id)
order by articles.published_at desc nulls last, articles.article_id;
