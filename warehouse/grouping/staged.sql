-- The claims of the batch, and what they are told with.
create or replace temp view told_claims as from staged_claims;
create or replace temp view told_quotes as from staged_quotes;
create or replace temp view told_mentions as from staged_mentions;
create or replace temp view told_articles as
select distinct on (article_id) article_id, published_at, retrieved_at, outlet, authors from staged_articles;
