-- Grain: one row per chain of reporting in which somebody says that somebody said something, the longest first: those
-- of reports.reporting_chains, with what the page links to.
with recursive nested as (
    select quote_id, parent_quote_id, article_id, speaker_name, source_text, speaker_entity_id, cue, is_anonymous
    from quotes
    where parent_quote_id is not null
        or quote_id in (select parent_quote_id from quotes where parent_quote_id is not null)
),
steps as (
    select quote_id as innermost_id, quote_id, parent_quote_id, 1 as step
    from nested
    where quote_id not in (select parent_quote_id from nested where parent_quote_id is not null)
    union all
    select steps.innermost_id, nested.quote_id, nested.parent_quote_id, steps.step + 1
    from steps
    join nested on nested.quote_id = steps.parent_quote_id
    where steps.step < 20
),
chains as (
    select
        steps.innermost_id as quote_id,
        list({
            'speaker': coalesce(nested.speaker_name, nested.source_text, '(nobody named)'),
            'entity_id': nested.speaker_entity_id, 'cue': nested.cue, 'is_anonymous': nested.is_anonymous
        } order by steps.step desc) as levels
    from steps
    join nested using (quote_id)
    group by steps.innermost_id
),
-- Contents and articles are fetched of the chains that are shown alone.
shown as (
    select chains.quote_id, chains.levels, count(*) over () as chains
    from chains
    join quotes using (quote_id)
    join articles using (article_id)
    order by len(chains.levels) desc, articles.published_at desc nulls last, quotes.article_id, quotes.start_char,
        quotes.quote_id
    limit $rows
)
select shown.quote_id, shown.levels, quotes.article_id, quotes.content,
    outlet_of(articles.outlet, articles.wire_credit) as outlet,
    headline_of(articles.title, articles.body) as title,
    articles.published_at::date as day, shown.chains
from shown
join quotes using (quote_id)
join articles using (article_id)
order by len(shown.levels) desc, articles.published_at desc nulls last, quotes.article_id, quotes.start_char,
    quotes.quote_id;
