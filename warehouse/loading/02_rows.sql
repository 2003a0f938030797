-- Replace the rows of the articles that the batch brings; remove those of the articles that it takes back.

-- Quotes of a revision that is not the current one any more stay, until it is annotated anew.
delete from earlier_quotes
where article_id in (select article_id from versions union select article_id from retired)
    and (article_id, text_sha256) not in (
        select (article_id, text_sha256) from version_texts where not is_current and not is_staged
    );
insert into earlier_quotes by name
with superseded as (
    select article_id, text_sha256 from version_texts where not is_current and not is_staged
),
shown as (
    select articles.article_id, articles.text_sha256
    from articles
    semi join loaded using (article_id)
    semi join superseded using (article_id, text_sha256)
),
staged as (
    select article_id, text_sha256 from version_texts where not is_current and is_staged
),
given as (
    select quotes.*, shown.text_sha256
    from quotes
    join shown using (article_id)
    union all by name
    select quotes.*, articles.text_sha256
    from staged_quotes as quotes
    join staged_articles as articles using (article_id)
    semi join staged using (article_id, text_sha256)
    union all by name
    select * from staged_earlier_quotes semi join staged using (article_id, text_sha256)
)
select
    article_id, text_sha256, kind, content, start_char, end_char, cue, source_text, speaker_name, is_anonymous
from given;

-- How often each shingle that comes or goes has been held so far.
create or replace temp table shingle_holders as
with moving as (
    select shingle from staged_shingles semi join loaded using (article_id)
    union
    select shingle from ops.shingles semi join replaced using (article_id)
)
select shingle, count(*) as holders
from ops.shingles
semi join moving using (shingle)
group by shingle;

delete from article_revisions
where article_id in (select article_id from versions union select article_id from retired);
insert into article_revisions by name select * exclude (is_staged, is_current) from versions;

delete from articles where article_id in (select article_id from replaced);
insert into articles by name
select articles.*, loaded.revision
from staged_articles as articles
join loaded using (article_id, text_sha256);
-- An earlier version that came late moves the numbers of the later ones, and may show that the current one came back.
update articles
set revision = versions.revision, source_document = versions.source_document, retrieved_at = versions.retrieved_at
from versions
where versions.article_id = articles.article_id and versions.is_current
    and versions.document_sha256 = articles.document_sha256
    and (versions.revision, versions.source_document, versions.retrieved_at)
        is distinct from (articles.revision, articles.source_document, articles.retrieved_at);
update articles
set revision = versions.revision
from versions
where versions.article_id = articles.article_id and versions.is_current and versions.revision <> articles.revision;

delete from sentences where article_id in (select article_id from replaced);
insert into sentences by name select * from staged_sentences semi join loaded using (article_id);

delete from mentions where article_id in (select article_id from replaced);
insert into mentions by name select * from staged_mentions semi join loaded using (article_id);

delete from quotes where article_id in (select article_id from replaced);
insert into quotes by name select * from staged_quotes semi join loaded using (article_id);

delete from claims where article_id in (select article_id from replaced);
insert into claims by name select * from staged_claims semi join loaded using (article_id);

delete from ops.article_entities where article_id in (select article_id from replaced);
insert into ops.article_entities by name
select
    article_id, local_entity_id, entity_id, name, label, country_code, gender, mention_count, list_sort(aliases) as aliases,
    keys, roles, organisations, entity_id as resolved_entity_id
from linked;

delete from ops.article_roles where article_id in (select article_id from replaced);
insert into ops.article_roles by name select * from staged_entity_roles semi join loaded using (article_id);

delete from ops.removed_lines where article_id in (select article_id from replaced);
insert into ops.removed_lines by name select * from staged_removed_lines semi join loaded using (article_id);

delete from ops.shingles where article_id in (select article_id from replaced);
insert into ops.shingles by name select * from staged_shingles semi join loaded using (article_id);
