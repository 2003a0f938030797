-- Grain: one row per quote.
create view reports.who_said_what as
with articles as (
    select * from main.articles
),
quotes as (
    select * from main.quotes
),
stances as (
    select quote_id, string_agg(distinct stance, ', ' order by stance) as stance
    from main.claims
    where quote_id is not null
    group by quote_id
),
attributed as (
    select
        coalesce(quotes.speaker_name, quotes.source_text) as speaker,
        quotes.cue,
        quotes.content,
        stances.stance,
        articles.outlet,
        articles.published_at,
        quotes.kind,
        quotes.speaker_kind,
        quotes.is_anonymous,
        quotes.source_text,
        articles.title,
        articles.url,
        articles.source_document,
        quotes.article_id,
        quotes.quote_id,
        quotes.start_char,
        quotes.end_char,
        excerpt(articles.body, quotes.start_char, quotes.end_char) as excerpt,
        articles.reprint_of is not null as is_reprint
    from quotes
    join articles using (article_id)
    left join stances using (quote_id)
)
select * from attributed
order by published_at desc nulls last, article_id, start_char, quote_id;

comment on view reports.who_said_what is 'Who said what, where and when: one row per quote, newest article first.';
comment on column reports.who_said_what.speaker is 'Name of the speaker; the source as printed where it was not resolved.';
comment on column reports.who_said_what.speaker_kind is 'person, organisation, place, group, document or unknown.';
comment on column reports.who_said_what.is_anonymous is 'Whether the source is left unnamed.';
comment on column reports.who_said_what.source_text is 'The source as printed.';
comment on column reports.who_said_what.cue is 'Words that attribute, such as said.';
comment on column reports.who_said_what.stance is 'What the speaker does with what is said: asserts, denies ...';
comment on column reports.who_said_what.kind is 'direct, indirect or mixed.';
comment on column reports.who_said_what.content is 'What was said.';
comment on column reports.who_said_what.outlet is 'Who published the article.';
comment on column reports.who_said_what.title is 'Headline of the article.';
comment on column reports.who_said_what.published_at is 'When the article was published.';
comment on column reports.who_said_what.url is 'Address of the article.';
comment on column reports.who_said_what.source_document is 'Path or URL that the article was read from.';
comment on column reports.who_said_what.article_id is 'The article.';
comment on column reports.who_said_what.quote_id is 'The quote.';
comment on column reports.who_said_what.start_char is 'First character of the attribution in the body.';
comment on column reports.who_said_what.end_char is 'End of the attribution in the body, exclusive.';
comment on column reports.who_said_what.excerpt is 'The attribution with its surroundings.';
comment on column reports.who_said_what.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
