-- Grain: one row per quote of an article of $articles, in the order of the text.
select
    quotes.article_id, quotes.quote_id, quotes.parent_quote_id, quotes.kind, quotes.content, quotes.content_spans,
    quotes.start_char, quotes.end_char, quotes.cue, quotes.cue_start_char, quotes.cue_end_char, quotes.source_text,
    quotes.source_start_char, quotes.source_end_char, quotes.speaker_entity_id, quotes.speaker_name,
    quotes.speaker_role,
    quotes.is_anonymous, quotes.source_count, quotes.source_affiliation, quotes.source_country,
    quotes.anonymity_condition, quotes.anonymity_reason, quote_stances.stance
from quotes
left join quote_stances using (quote_id)
where list_contains($articles, quotes.article_id)
order by quotes.article_id, quotes.start_char, quotes.end_char desc, quotes.quote_id;
