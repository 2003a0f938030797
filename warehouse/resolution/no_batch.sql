-- What a batch would leave, for changes that come without one.
create or replace temp table merged (old_entity_id varchar, entity_id varchar, score double, evidence varchar);
create or replace temp table touched_entities (entity_id varchar);
create or replace temp table recounted_entities (entity_id varchar);
create or replace temp table linked (article_id varchar, entity_id varchar, mention_count integer);
create or replace temp table earlier_article_entities (
    article_id varchar, entity_id varchar, mention_count integer, seen_at timestamptz
);
