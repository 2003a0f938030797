-- Grain: one row per named speaker, the most quoted first.
with dated as (
    select
        coalesce(quotes.speaker_entity_id, lower(quotes.speaker_name)) as speaker_key,
        min(articles.published_at)::date as first_day,
        max(articles.published_at)::date as last_day
    from quotes
    join articles using (article_id)
    where not quotes.is_anonymous
    group by speaker_key
)
select speaker, speaker_kind, quotes, direct_quotes, denials, articles, outlets, first_day, last_day, speaker_entity_id
from reports.top_speakers
left join dated on speaker_key = coalesce(speaker_entity_id, lower(speaker))
order by quotes desc, articles desc, speaker, speaker_entity_id
limit $rows;
