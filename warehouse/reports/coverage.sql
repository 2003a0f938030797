-- Grain: one row per day of publication (UTC) and outlet.
create view reports.coverage as
with article_quotes as (
    select article_id, count(*) as quotes from main.quotes group by article_id
),
article_claims as (
    select article_id, count(*) as claims from main.claims group by article_id
),
duplicates as (
    select article_a as article_id from main.duplicate_pairs
    union
    select article_b from main.duplicate_pairs
),
covered as (
    select
        (articles.published_at at time zone 'UTC')::date as day,
        coalesce(articles.outlet, '(unknown)') as outlet,
        count(*) as articles,
        count(*) filter (articles.status = 'unsupported_language') as unsupported_language,
        count(*) filter (articles.status in ('index', 'doubtful', 'unsupported_language')) as not_annotated,
        count(duplicates.article_id) as sharing_text,
        sum(articles.word_count)::bigint as words,
        coalesce(sum(article_quotes.quotes), 0)::bigint as quotes,
        coalesce(sum(article_claims.claims), 0)::bigint as claims,
        count(*) filter (articles.reprint_of is null) as articles_without_reprints,
        coalesce(sum(articles.word_count) filter (articles.reprint_of is null), 0)::bigint as words_without_reprints,
        coalesce(sum(article_quotes.quotes) filter (articles.reprint_of is null), 0)::bigint as quotes_without_reprints,
        coalesce(sum(article_claims.claims) filter (articles.reprint_of is null), 0)::bigint as claims_without_reprints
    from main.articles
    left join article_quotes using (article_id)
    left join article_claims using (article_id)
    left join duplicates using (article_id)
    group by 1, 2
)
select * from covered
order by day desc nulls last, articles desc, outlet;

comment on view reports.coverage is 'What the warehouse covers: one row per day of publication (UTC) and outlet, newest first.';
comment on column reports.coverage.day is 'Day of publication in UTC; null where the date is unknown.';
comment on column reports.coverage.outlet is 'The outlet; (unknown) where the document does not say.';
comment on column reports.coverage.articles is 'Articles of that day and outlet.';
comment on column reports.coverage.unsupported_language is 'Of these, kept but not annotated because of their language.';
comment on column reports.coverage.not_annotated is 'Of these, kept but not annotated: another language, a list of headlines, or a body that two extractors disagree on.';
comment on column reports.coverage.sharing_text is 'Of these, sharing at least half their text with another article.';
comment on column reports.coverage.words is 'Words in these articles.';
comment on column reports.coverage.quotes is 'Quotes in these articles.';
comment on column reports.coverage.claims is 'Claims in these articles.';
comment on column reports.coverage.articles_without_reprints is 'articles, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.coverage.words_without_reprints is 'words, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.coverage.quotes_without_reprints is 'quotes, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.coverage.claims_without_reprints is 'claims, counted without reprints: articles that share at least half of their text with an earlier one.';
