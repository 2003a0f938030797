-- Grain: one row per claim that an article of $articles makes in its own voice, in the order of the text.
select article_id, claim_id, text, stance, start_char, end_char
from claims
where quote_id is null and list_contains($articles, article_id)
order by article_id, start_char, end_char desc, claim_id;
