-- Grain: one row per quote of an article of $articles, in the order of the text.
with stances as (
    select quote_id, string_agg(distinct stance, ', ' order by stance) as stance
    from claims
    where quote_id is not null
    group by quote_id
)
select
    quotes.article_id, quotes.quote_id, quotes.parent_quote_id, quotes.kind, quotes.content, quotes.content_spans,
    quotes.start_char, quotes.end_char, quotes.cue, quotes.cue_start_char, quotes.cue_end_char, quotes.source_text,
    quotes.source_start_char, quotes.source_end_char, quotes.speaker_entity_id, quotes.speaker_name,
    quotes.speaker_role,
    quotes.is_anonymous, quotes.source_count, quotes.source_affiliation, quotes.source_country,
    quotes.anonymity_condition, quotes.anonymity_reason, stances.stance
from quotes
left join stances using (quote_id)
where list_contains($articles, quotes.article_id)
order by quotes.article_id, quotes.start_char, quotes.end_char desc, quotes.quote_id;
