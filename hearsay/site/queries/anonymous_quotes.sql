-- Grain: one row per quote of an unnamed source, the most recent first.
select
    quotes.quote_id, quotes.source_text, quotes.cue, quotes.content, quotes.source_count, quotes.source_affiliation,
    quotes.source_country, quotes.anonymity_condition, quotes.anonymity_reason, quotes.article_id,
    outlet_of(articles.outlet, articles.wire_credit) as outlet,
    headline_of(articles.title, articles.body) as title, articles.published_at::date as day
from quotes
join articles using (article_id)
where quotes.is_anonymous
order by quotes.anonymity_reason is null and quotes.source_affiliation is null, articles.published_at desc nulls last,
    quotes.article_id, quotes.start_char, quotes.quote_id
limit $rows;
