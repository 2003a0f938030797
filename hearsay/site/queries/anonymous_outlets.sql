-- Grain: one row per outlet with at least $quotes quotes.
select
    coalesce(articles.outlet, '(unknown)') as outlet,
    count(*) as quotes,
    count(*) filter (quotes.is_anonymous) as anonymous,
    count(*) filter (quotes.is_anonymous) / count(*) as share,
    count(distinct quotes.article_id) as articles,
    count(distinct quotes.article_id) filter (quotes.is_anonymous) as anonymous_articles,
    count(*) filter (quotes.is_anonymous and quotes.anonymity_reason is not null) as with_reason
from quotes
join articles using (article_id)
group by 1
having count(*) >= $quotes
order by share desc, anonymous desc, quotes desc, outlet
limit $rows;
