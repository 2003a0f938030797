-- The claims of the articles in wanted_articles, and what they are told with.
create or replace temp view told_claims as
select * from claims where rowid in (select claims.rowid from claims semi join wanted_articles using (article_id));
create or replace temp view told_quotes as from quotes;
create or replace temp view told_mentions as from mentions;
create or replace temp view told_articles as from articles;
