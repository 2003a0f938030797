-- Grain: one row per attribution that stands inside another one, the most recent first.
select
    outer_quotes.quote_id as outer_quote_id,
    coalesce(outer_quotes.speaker_name, outer_quotes.source_text, '(no source)') as outer_speaker,
    outer_quotes.speaker_entity_id as outer_entity_id,
    outer_quotes.cue as outer_cue,
    inner_quotes.quote_id,
    coalesce(inner_quotes.speaker_name, inner_quotes.source_text, '(no source)') as speaker,
    inner_quotes.speaker_entity_id as entity_id,
    inner_quotes.cue,
    inner_quotes.content,
    inner_quotes.article_id,
    articles.outlet,
    articles.title,
    articles.published_at::date as day
from quotes as inner_quotes
join quotes as outer_quotes on outer_quotes.quote_id = inner_quotes.parent_quote_id
join articles on articles.article_id = inner_quotes.article_id
order by articles.published_at desc nulls last, inner_quotes.article_id, inner_quotes.start_char, inner_quotes.quote_id
limit $rows;
