-- Grain: one row per speaker of $speakers (entity ids) and period of publication.
select
    quotes.speaker_entity_id as entity_id,
    date_trunc($unit, articles.published_at)::date as period,
    count(*) as quotes
from quotes
join articles using (article_id)
where list_contains($speakers, quotes.speaker_entity_id) and articles.published_at is not null
    and not quotes.is_anonymous
group by all
order by entity_id, period;
