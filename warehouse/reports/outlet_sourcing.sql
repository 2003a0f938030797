-- Grain: one row per outlet.
create view reports.outlet_sourcing as
with outlet_articles as (
    select
        coalesce(outlet, '(unknown)') as outlet,
        count(*) as articles,
        sum(word_count)::bigint as words,
        count(wire_credit) as wire_articles,
        count(*) filter (reprint_of is null) as articles_without_reprints,
        count(wire_credit) filter (reprint_of is null) as wire_articles_without_reprints
    from main.articles
    group by 1
),
outlet_quotes as (
    select
        coalesce(articles.outlet, '(unknown)') as outlet,
        count(*) as quotes,
        count(*) filter (quotes.kind in ('direct', 'mixed')) as direct_quotes,
        count(*) filter (quotes.is_anonymous) as anonymous_quotes,
        count(distinct quotes.article_id) filter (quotes.is_anonymous) as articles_with_anonymous_sources,
        count(*) filter (quotes.is_anonymous and quotes.anonymity_reason is not null) as explained_quotes,
        count(*) filter (quotes.parent_quote_id is not null) as hearsay_quotes,
        count(distinct quotes.article_id) as articles_with_quotes,
        count(distinct coalesce(quotes.speaker_entity_id, lower(quotes.speaker_name)))
            filter (not quotes.is_anonymous) as named_speakers,
        count(distinct quotes.article_id) filter (articles.reprint_of is null) as articles_with_quotes_without_reprints,
        count(*) filter (articles.reprint_of is null) as quotes_without_reprints,
        count(distinct coalesce(quotes.speaker_entity_id, lower(quotes.speaker_name)))
            filter (not quotes.is_anonymous and articles.reprint_of is null) as named_speakers_without_reprints
    from main.quotes
    join main.articles using (article_id)
    group by 1
),
sourcing as (
    select
        outlet,
        articles,
        wire_articles,
        coalesce(articles_with_quotes, 0) as articles_with_quotes,
        coalesce(quotes, 0) as quotes,
        round(coalesce(quotes, 0) / nullif(words, 0) * 1000, 1) as quotes_per_1000_words,
        round(direct_quotes / quotes, 3) as direct_share,
        round(anonymous_quotes / quotes, 3) as anonymous_share,
        round(explained_quotes / nullif(anonymous_quotes, 0), 3) as explained_share,
        coalesce(articles_with_anonymous_sources, 0) as articles_with_anonymous_sources,
        round(hearsay_quotes / quotes, 3) as hearsay_share,
        coalesce(named_speakers, 0) as named_speakers,
        articles_without_reprints,
        wire_articles_without_reprints,
        coalesce(articles_with_quotes_without_reprints, 0) as articles_with_quotes_without_reprints,
        coalesce(quotes_without_reprints, 0) as quotes_without_reprints,
        coalesce(named_speakers_without_reprints, 0) as named_speakers_without_reprints
    from outlet_articles
    left join outlet_quotes using (outlet)
)
select * from sourcing
order by articles desc, outlet;

comment on view reports.outlet_sourcing is 'How outlets source their articles: one row per outlet.';
comment on column reports.outlet_sourcing.outlet is 'The outlet; (unknown) where the document does not say.';
comment on column reports.outlet_sourcing.articles is 'Articles by the outlet.';
comment on column reports.outlet_sourcing.wire_articles is 'Of these, credited to a news agency.';
comment on column reports.outlet_sourcing.articles_with_quotes is 'Of these, with at least one quote.';
comment on column reports.outlet_sourcing.quotes is 'Quotes in these articles.';
comment on column reports.outlet_sourcing.quotes_per_1000_words is 'Quotes in each thousand words.';
comment on column reports.outlet_sourcing.direct_share is 'Share of quotes wholly or partly in quotation marks, 0 to 1.';
comment on column reports.outlet_sourcing.anonymous_share is 'Share of quotes by sources that are left unnamed, 0 to 1.';
comment on column reports.outlet_sourcing.explained_share is 'Share of the quotes by unnamed sources for which the article says why they are unnamed, 0 to 1.';
comment on column reports.outlet_sourcing.articles_with_anonymous_sources is 'Articles with at least one unnamed source.';
comment on column reports.outlet_sourcing.hearsay_share is 'Share of quotes at second hand: told by somebody whom the article quotes, 0 to 1.';
comment on column reports.outlet_sourcing.named_speakers is 'Different named speakers.';
comment on column reports.outlet_sourcing.articles_without_reprints is 'articles, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.outlet_sourcing.wire_articles_without_reprints is 'wire_articles, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.outlet_sourcing.articles_with_quotes_without_reprints is 'articles_with_quotes, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.outlet_sourcing.quotes_without_reprints is 'quotes, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.outlet_sourcing.named_speakers_without_reprints is 'named_speakers, counted without reprints: articles that share at least half of their text with an earlier one.';
