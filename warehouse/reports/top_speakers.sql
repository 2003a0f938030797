-- Grain: one row per named speaker.
create view reports.top_speakers as
with articles as (
    select * from main.articles
),
named_quotes as (
    select *, coalesce(speaker_entity_id, lower(speaker_name)) as speaker_key
    from main.quotes
    where speaker_name is not null and not is_anonymous
),
denied_quotes as (
    select distinct quote_id from main.claims where stance = 'denies' and quote_id is not null
),
speakers as (
    select
        coalesce(any_value(entities.name), min(quotes.speaker_name)) as speaker,
        mode(quotes.speaker_kind order by quotes.speaker_kind) as speaker_kind,
        count(*) as quotes,
        count(*) filter (quotes.kind in ('direct', 'mixed')) as direct_quotes,
        count(denied_quotes.quote_id) as denials,
        count(distinct quotes.article_id) as articles,
        count(distinct articles.outlet) as outlets,
        min(coalesce(articles.published_at, articles.retrieved_at)) as first_quoted_at,
        max(coalesce(articles.published_at, articles.retrieved_at)) as last_quoted_at,
        count(*) filter (articles.reprint_of is null) as quotes_without_reprints,
        count(*) filter (quotes.kind in ('direct', 'mixed') and articles.reprint_of is null)
            as direct_quotes_without_reprints,
        count(denied_quotes.quote_id) filter (articles.reprint_of is null) as denials_without_reprints,
        count(distinct quotes.article_id) filter (articles.reprint_of is null) as articles_without_reprints,
        count(distinct articles.outlet) filter (articles.reprint_of is null) as outlets_without_reprints,
        min(quotes.speaker_entity_id) as speaker_entity_id
    from named_quotes as quotes
    join articles using (article_id)
    left join main.entities on entities.entity_id = quotes.speaker_entity_id
    left join denied_quotes using (quote_id)
    group by speaker_key
)
select * from speakers
order by quotes desc, articles desc, speaker, speaker_entity_id;

comment on view reports.top_speakers is 'Who is quoted most: one row per named speaker.';
comment on column reports.top_speakers.speaker is 'Name of the speaker.';
comment on column reports.top_speakers.speaker_kind is 'person, organisation, place, group, document or unknown: the most frequent.';
comment on column reports.top_speakers.quotes is 'Quotes by the speaker.';
comment on column reports.top_speakers.direct_quotes is 'Of these, wholly or partly in quotation marks.';
comment on column reports.top_speakers.denials is 'Of these, denials.';
comment on column reports.top_speakers.articles is 'Articles that quote the speaker.';
comment on column reports.top_speakers.outlets is 'Known outlets that quote the speaker.';
comment on column reports.top_speakers.first_quoted_at is 'Publication (else retrieval) of the earliest such article.';
comment on column reports.top_speakers.last_quoted_at is 'Publication (else retrieval) of the latest such article.';
comment on column reports.top_speakers.speaker_entity_id is 'The entity, where the speaker was resolved.';
comment on column reports.top_speakers.quotes_without_reprints is 'quotes, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.top_speakers.direct_quotes_without_reprints is 'direct_quotes, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.top_speakers.denials_without_reprints is 'denials, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.top_speakers.articles_without_reprints is 'articles, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.top_speakers.outlets_without_reprints is 'outlets, counted without reprints: articles that share at least half of their text with an earlier one.';
