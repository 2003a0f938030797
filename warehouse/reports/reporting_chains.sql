-- Grain: one row per quote inside another that no third one stands in: the innermost of its chain.
create view reports.reporting_chains as
with recursive articles as (
    select *, coalesce(wire_credit, outlet, '(unknown outlet)') as reported_by from main.articles
),
parents as (
    select distinct parent_quote_id as quote_id from main.quotes where parent_quote_id is not null
),
nested as (
    select
        *,
        regexp_replace(coalesce(speaker_name, source_text, '(nobody named)'), '\s+', ' ', 'g') as speaker
    from main.quotes
    where parent_quote_id is not null or quote_id in (from parents)
),
-- From the innermost quote outwards. No sentence nests so deep; the bound ends what refers to itself.
steps as (
    select quote_id as innermost_id, quote_id, parent_quote_id, 1 as step
    from nested
    where quote_id not in (from parents)
    union all
    select steps.innermost_id, nested.quote_id, nested.parent_quote_id, steps.step + 1
    from steps
    join nested on nested.quote_id = steps.parent_quote_id
    where steps.step < 20
),
chains as (
    select
        steps.innermost_id as quote_id,
        count(*) + 1 as depth,
        list(nested.speaker order by steps.step desc) as speakers,
        list(nested.cue order by steps.step desc) as cues,
        bool_or(nested.is_anonymous) as has_anonymous_source,
        coalesce(bool_or(nested.cue_class = 'deny'), false) as is_denied,
        list({
            'quote_id': nested.quote_id, 'speaker': nested.speaker, 'speaker_entity_id': nested.speaker_entity_id,
            'source_text': nested.source_text, 'cue': nested.cue, 'is_anonymous': nested.is_anonymous,
            'start_char': nested.start_char, 'end_char': nested.end_char, 'source_start_char': nested.source_start_char,
            'source_end_char': nested.source_end_char, 'cue_start_char': nested.cue_start_char,
            'cue_end_char': nested.cue_end_char, 'content_spans': nested.content_spans
        } order by steps.step desc) as levels
    from steps
    join nested using (quote_id)
    group by steps.innermost_id
),
reported as (
    select
        concat_ws(' > ', articles.reported_by, array_to_string(chains.speakers, ' > ')) as told_by,
        regexp_replace(quotes.content, '\s+', ' ', 'g') as told,
        chains.depth,
        chains.has_anonymous_source,
        chains.is_denied,
        articles.outlet,
        articles.published_at,
        told_by || ' > ' || told as chain,
        list_concat([articles.reported_by], chains.speakers) as speakers,
        chains.cues,
        quotes.content,
        chains.levels,
        articles.title,
        articles.url,
        articles.source_document,
        quotes.article_id,
        quotes.quote_id,
        quotes.start_char,
        quotes.end_char,
        excerpt(articles.body, quotes.start_char, quotes.end_char) as excerpt,
        articles.reprint_of is not null as is_reprint
    from chains
    join main.quotes using (quote_id)
    join articles using (article_id)
)
select * from reported
order by depth desc, published_at desc nulls last, article_id, start_char, quote_id;

comment on view reports.reporting_chains is 'Who reports what on whose word, from the outlet down to who is quoted in the end: one row per quote inside another, itself without one inside, the longest chains first.';
comment on column reports.reporting_chains.told_by is 'Who tells it on whose word: news agency or outlet > whom it quotes > whom that one quotes.';
comment on column reports.reporting_chains.told is 'What was said in the end, on one line.';
comment on column reports.reporting_chains.chain is 'The whole chain on one line: told_by > told.';
comment on column reports.reporting_chains.depth is 'How many levels of speakers there are, the outlet included.';
comment on column reports.reporting_chains.has_anonymous_source is 'Whether a source in the chain is left unnamed.';
comment on column reports.reporting_chains.is_denied is 'Whether somebody in the chain denies what stands below.';
comment on column reports.reporting_chains.outlet is 'Who published the article.';
comment on column reports.reporting_chains.published_at is 'When the article was published.';
comment on column reports.reporting_chains.speakers is 'The chain as a list: the news agency or outlet, then each speaker; of a source that is left unnamed, the words that describe it.';
comment on column reports.reporting_chains.cues is 'Words that attribute, one for each speaker but the outlet.';
comment on column reports.reporting_chains.content is 'What was said in the end, as printed.';
comment on column reports.reporting_chains.levels is 'The quotes of the chain, from the outermost to the innermost, with the offsets of each in the body.';
comment on column reports.reporting_chains.title is 'Headline of the article.';
comment on column reports.reporting_chains.url is 'Address of the article.';
comment on column reports.reporting_chains.source_document is 'Path or URL that the article was read from.';
comment on column reports.reporting_chains.article_id is 'The article.';
comment on column reports.reporting_chains.quote_id is 'The innermost quote.';
comment on column reports.reporting_chains.start_char is 'First character of the innermost quote in the body.';
comment on column reports.reporting_chains.end_char is 'End of the innermost quote in the body, exclusive.';
comment on column reports.reporting_chains.excerpt is 'The innermost quote with its surroundings.';
comment on column reports.reporting_chains.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
