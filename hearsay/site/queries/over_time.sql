-- Grain: one row per period of publication.
select
    date_trunc($unit, articles.published_at)::date as period,
    count(distinct articles.article_id) as articles,
    count(quotes.quote_id) as quotes
from articles
left join quotes using (article_id)
where articles.published_at is not null
group by period
order by period;
