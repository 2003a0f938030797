-- Give the rows of main tables the entities that merges and overrides say they are.

-- Grain: one row per entity of an article that is another one now. Of what the overrides say, that of an article comes
-- before that of a name, and that before what is said of the whole entity.
create or replace temp table moves as
with wanted as (
    select
        entities.article_id,
        entities.local_entity_id,
        entities.entity_id as old_entity_id,
        coalesce(splits.entity_id, aparts.entity_id, merges.entity_id, entities.resolved_entity_id) as entity_id
    from ops.article_entities as entities
    left join ops.overrides as splits
        on splits.kind = 'split' and splits.resolved_entity_id = entities.resolved_entity_id
        and splits.article_id = entities.article_id
    left join ops.overrides as aparts
        on aparts.kind = 'apart' and aparts.resolved_entity_id = entities.resolved_entity_id
        and aparts.local_name = lower(entities.name)
    left join ops.overrides as merges
        on merges.kind = 'merge' and merges.resolved_entity_id = entities.resolved_entity_id
)
select * from wanted where entity_id <> old_entity_id;

-- Grain: one row per article, old entity and name that the article has for what was one and may be several now.
create or replace temp table named_moves as
with concerned as (
    select distinct article_id, old_entity_id from moves
),
locals as (
    select entities.*, concerned.old_entity_id, coalesce(moves.entity_id, entities.entity_id) as new_entity_id
    from ops.article_entities as entities
    join concerned on concerned.article_id = entities.article_id and concerned.old_entity_id = entities.entity_id
    left join moves on moves.article_id = entities.article_id and moves.local_entity_id = entities.local_entity_id
),
names as (
    select article_id, old_entity_id, new_entity_id, mention_count, local_entity_id, name from locals
    union
    select article_id, old_entity_id, new_entity_id, mention_count, local_entity_id, unnest(aliases) from locals
    union
    select article_id, old_entity_id, new_entity_id, mention_count, local_entity_id, '' from locals
)
select
    article_id,
    old_entity_id,
    name,  -- empty for pronouns and whatever else has no name
    first(new_entity_id order by mention_count desc, local_entity_id) as entity_id
from names
group by article_id, old_entity_id, name;

update ops.article_entities
set entity_id = moves.entity_id
from moves
where article_entities.article_id = moves.article_id and article_entities.local_entity_id = moves.local_entity_id;

insert into recounted_entities
select old_entity_id from moves
union
select entity_id from moves;
