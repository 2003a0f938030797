-- Grain: one row per quote that appeared or vanished between two revisions of an article.
create view reports.revisions as
with articles as (
    select * from main.articles
),
revisions as (
    select
        *,
        lag(revision) over versions as earlier_revision,
        lag(retrieved_at) over versions as earlier_retrieved_at,
        lag(body) over versions as earlier_body,
        lead(revision) over versions as later_revision,
        lead(retrieved_at) over versions as later_retrieved_at,
        lead(body) over versions as later_body
    from main.article_revisions
    window versions as (partition by article_id order by revision)
    qualify count(*) over (partition by article_id) > 1
),
quotes as (
    select quotes.article_id, articles.text_sha256, kind, content, start_char, end_char, source_text, speaker_name,
        is_anonymous
    from main.quotes
    join articles using (article_id)
    where quotes.article_id in (select article_id from revisions)
    union all by name
    select article_id, text_sha256, kind, content, start_char, end_char, source_text, speaker_name, is_anonymous
    from main.earlier_quotes
),
placed as (
    select
        revisions.*,
        quotes.* exclude (article_id, text_sha256),
        coalesce(quotes.speaker_name, quotes.source_text) as speaker
    from quotes
    join revisions using (article_id, text_sha256)
),
-- The words decide, not the model: a quote that stands in both texts neither appeared nor vanished.
changed as (
    select *, 'appeared' as change, earlier_revision as from_revision, revision as to_revision,
        earlier_retrieved_at as unchanged_at, retrieved_at as changed_at
    from placed
    where not contains(words_of(earlier_body), words_of(content))
    union all by name
    select *, 'vanished' as change, revision as from_revision, later_revision as to_revision,
        retrieved_at as unchanged_at, later_retrieved_at as changed_at
    from placed
    where not contains(words_of(later_body), words_of(content))
),
reported as (
    select
        changed.change,
        changed.speaker,
        changed.content,
        articles.outlet,
        articles.title,
        changed.from_revision,
        changed.to_revision,
        changed.unchanged_at,
        changed.changed_at,
        changed.kind,
        changed.is_anonymous,
        articles.correction,
        articles.update_note,
        articles.published_at,
        articles.url,
        changed.source_document,
        changed.article_id,
        changed.start_char,
        changed.end_char,
        excerpt(changed.body, changed.start_char, changed.end_char) as excerpt
    from changed
    join articles using (article_id)
)
select * from reported
order by changed_at desc, article_id, to_revision, change desc, start_char;

comment on view reports.revisions is 'What edits did to the quotes of an article: one row per quote that appeared or vanished between two of its revisions, the latest edit first.';
comment on column reports.revisions.change is 'appeared or vanished.';
comment on column reports.revisions.speaker is 'Name of the speaker; the source as printed where it was not resolved.';
comment on column reports.revisions.content is 'What was said.';
comment on column reports.revisions.outlet is 'Who published the article.';
comment on column reports.revisions.title is 'Headline of the current revision.';
comment on column reports.revisions.from_revision is 'The earlier revision.';
comment on column reports.revisions.to_revision is 'The later revision.';
comment on column reports.revisions.unchanged_at is 'When the earlier revision was retrieved.';
comment on column reports.revisions.changed_at is 'When the later revision was retrieved.';
comment on column reports.revisions.kind is 'direct, indirect or mixed.';
comment on column reports.revisions.is_anonymous is 'Whether the source is left unnamed.';
comment on column reports.revisions.correction is 'What the outlet says, in the current revision, that it corrected.';
comment on column reports.revisions.update_note is 'What the outlet says, in the current revision, of updates.';
comment on column reports.revisions.published_at is 'When the article was published.';
comment on column reports.revisions.url is 'Address of the article.';
comment on column reports.revisions.source_document is 'Path or URL that the revision with the quote was read from.';
comment on column reports.revisions.article_id is 'The article.';
comment on column reports.revisions.start_char is 'First character of the attribution in the body of that revision (article_revisions).';
comment on column reports.revisions.end_char is 'End of the attribution in that body, exclusive.';
comment on column reports.revisions.excerpt is 'The attribution with its surroundings, in that revision.';
