-- Keep what the batch's entities were found to be; what an article was linked to before stays.
insert into ops.entity_links by name
select
    article_id, local_entity_id, entity_id, decision, score, evidence, other_entity_id, other_score,
    other_evidence
from linked
where decision <> 'kept';

create or replace temp table earlier_article_entities as
select * from ops.article_entities semi join replaced using (article_id);

create or replace temp table touched_entities as
select entity_id from earlier_article_entities
union
select entity_id from linked;

delete from ops.article_contexts where article_id in (select article_id from replaced);
insert into ops.article_contexts by name from article_contexts;
