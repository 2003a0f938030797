-- Grain: one row per quote of a source that is left unnamed.
create view reports.anonymous_sources as
with articles as (
    select * from main.articles
),
anonymous_quotes as (
    select * from main.quotes where is_anonymous
),
sourced as (
    select
        quotes.source_text as source,
        quotes.cue,
        quotes.content,
        quotes.source_count,
        quotes.source_affiliation,
        quotes.source_country,
        quotes.anonymity_condition,
        quotes.anonymity_reason,
        articles.outlet,
        quotes.kind,
        quotes.speaker_kind,
        count(*) over (partition by quotes.article_id) as anonymous_quotes_in_article,
        articles.title,
        articles.published_at,
        articles.url,
        articles.source_document,
        quotes.article_id,
        quotes.quote_id,
        quotes.start_char,
        quotes.end_char,
        excerpt(articles.body, quotes.start_char, quotes.end_char) as excerpt,
        articles.reprint_of is not null as is_reprint
    from anonymous_quotes as quotes
    join articles using (article_id)
)
select * from sourced
order by published_at desc nulls last, article_id, start_char, quote_id;

comment on view reports.anonymous_sources is 'What sources that are left unnamed are quoted with: one row per quote, newest article first.';
comment on column reports.anonymous_sources.source is 'The source as printed, such as two officials.';
comment on column reports.anonymous_sources.source_count is 'How many people the source is: 2 of two officials; null where the article does not count them.';
comment on column reports.anonymous_sources.source_affiliation is 'Whom the source belongs to, such as White House.';
comment on column reports.anonymous_sources.source_country is 'Country of the source, as the article states it: ISO 3166-1 alpha-2.';
comment on column reports.anonymous_sources.anonymity_condition is 'Words by which the source asked not to be named.';
comment on column reports.anonymous_sources.anonymity_reason is 'Words that say why the source is unnamed.';
comment on column reports.anonymous_sources.speaker_kind is 'person, organisation, place, group, document or unknown.';
comment on column reports.anonymous_sources.cue is 'Words that attribute, such as said.';
comment on column reports.anonymous_sources.kind is 'direct, indirect or mixed.';
comment on column reports.anonymous_sources.content is 'What was said.';
comment on column reports.anonymous_sources.anonymous_quotes_in_article is 'Quotes of unnamed sources in the same article.';
comment on column reports.anonymous_sources.outlet is 'Who published the article.';
comment on column reports.anonymous_sources.title is 'Headline of the article.';
comment on column reports.anonymous_sources.published_at is 'When the article was published.';
comment on column reports.anonymous_sources.url is 'Address of the article.';
comment on column reports.anonymous_sources.source_document is 'Path or URL that the article was read from.';
comment on column reports.anonymous_sources.article_id is 'The article.';
comment on column reports.anonymous_sources.quote_id is 'The quote.';
comment on column reports.anonymous_sources.start_char is 'First character of the attribution in the body.';
comment on column reports.anonymous_sources.end_char is 'End of the attribution in the body, exclusive.';
comment on column reports.anonymous_sources.excerpt is 'The attribution with its surroundings.';
comment on column reports.anonymous_sources.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
