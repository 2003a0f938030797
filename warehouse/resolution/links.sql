-- Keep what the batch's entities were found to be; what an article was linked to before stays.
insert into ops.entity_links by name
select
    article_id, local_entity_id, entity_id, decision, score, evidence, other_entity_id, other_score,
    other_evidence
from linked
where decision <> 'kept';

-- Grain: one row per entity of an article, as the article was before the batch.
create or replace temp table earlier_article_entities as
select entities.*, coalesce(articles.published_at, articles.retrieved_at) as seen_at
from ops.article_entities as entities
join articles using (article_id)
where entities.rowid in (select rowid from ops.article_entities semi join replaced using (article_id));

create or replace temp table touched_entities as
select entity_id from earlier_article_entities
union
select entity_id from linked;

-- Entities of which the batch changes more than it adds and takes away: they are summed up anew.
create or replace temp table recounted_entities as
select distinct entity_id
from ops.article_entities
where article_id in (select article_id from versions anti join replaced using (article_id));

delete from ops.article_contexts where article_id in (select article_id from replaced);
insert into ops.article_contexts by name from article_contexts;
