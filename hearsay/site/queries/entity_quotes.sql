-- Grain: one row per quote of an entity of $entities, the latest $each of each.
select
    quotes.speaker_entity_id as entity_id, quotes.quote_id, quotes.content, quotes.cue, quotes.kind,
    quote_stances.stance, quotes.article_id,
    outlet_of(articles.outlet, articles.wire_credit) as outlet,
    headline_of(articles.title, articles.body) as title,
    articles.published_at::date as day
from quotes
join articles using (article_id)
left join quote_stances using (quote_id)
where list_contains($entities, quotes.speaker_entity_id) and not quotes.is_anonymous
qualify row_number() over (
    partition by quotes.speaker_entity_id
    order by articles.published_at desc nulls last, quotes.article_id, quotes.start_char, quotes.quote_id
) <= $each
order by entity_id, articles.published_at desc nulls last, quotes.article_id, quotes.start_char, quotes.quote_id;
