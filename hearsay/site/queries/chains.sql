-- Grain: one row per chain of reporting in which somebody says that somebody said something, the longest first.
with shown as (
    select quote_id, levels, count(*) over () as chains
    from reports.reporting_chains
    order by len(levels) desc, published_at desc nulls last, article_id, start_char, quote_id
    limit $rows
)
-- Contents and articles are fetched of the chains that are shown alone.
select shown.quote_id, shown.levels, quotes.article_id, quotes.content,
    outlet_of(articles.outlet, articles.wire_credit) as outlet,
    headline_of(articles.title, articles.body) as title,
    articles.published_at::date as day, shown.chains
from shown
join quotes using (quote_id)
join articles using (article_id)
order by len(shown.levels) desc, articles.published_at desc nulls last, quotes.article_id, quotes.start_char,
    quotes.quote_id;
