-- Replace the rows of the articles that the batch brings; remove those of the articles that it takes back.

delete from article_revisions
where article_id in (select article_id from versions union select article_id from retired);
insert into article_revisions by name select * exclude (is_staged, is_current) from versions;

delete from articles where article_id in (select article_id from replaced);
insert into articles by name
select articles.*, loaded.revision
from staged_articles as articles
join loaded using (article_id, text_sha256);
-- An earlier version that came late moves the numbers of the later ones.
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
insert into ops.article_entities by name select * from staged_entities semi join loaded using (article_id);

delete from ops.removed_lines where article_id in (select article_id from replaced);
insert into ops.removed_lines by name select * from staged_removed_lines semi join loaded using (article_id);

delete from ops.shingles where article_id in (select article_id from replaced);
insert into ops.shingles by name select * from staged_shingles semi join loaded using (article_id);
