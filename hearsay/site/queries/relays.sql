-- Grain: one row per pair of an outlet that reports and an outlet or agency that it names as its source.
with media as (
    select distinct lower(outlet) as name from articles where outlet is not null
    union
    select distinct lower(wire_credit) from articles where wire_credit is not null
)
select
    articles.outlet,
    min(quotes.speaker_name) as source,
    min(quotes.speaker_entity_id) as entity_id,
    count(*) as quotes,
    count(distinct quotes.article_id) as articles
from quotes
join articles using (article_id)
semi join media on media.name = lower(quotes.speaker_name)
where quotes.speaker_kind <> 'person' and articles.outlet is not null
    and lower(articles.outlet) <> lower(quotes.speaker_name)
group by articles.outlet, lower(quotes.speaker_name)
order by quotes desc, articles desc, articles.outlet, source
limit $rows;
