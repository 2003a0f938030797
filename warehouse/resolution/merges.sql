-- Give the rows of entities that have turned out to be others their new ids.
insert into entity_redirects by name select old_entity_id, entity_id, 'merge' as kind, evidence as reason, score from merged;
update entity_redirects
set entity_id = merged.entity_id
from merged
where entity_redirects.entity_id = merged.old_entity_id;

update mentions set entity_id = merged.entity_id from merged where mentions.entity_id = merged.old_entity_id;
update quotes
set speaker_entity_id = merged.entity_id
from merged
where quotes.speaker_entity_id = merged.old_entity_id;
update quotes
set source_affiliation_entity_id = merged.entity_id
from merged
where quotes.source_affiliation_entity_id = merged.old_entity_id;
update claims set subject_entity_id = merged.entity_id from merged where claims.subject_entity_id = merged.old_entity_id;
update claims set object_entity_id = merged.entity_id from merged where claims.object_entity_id = merged.old_entity_id;
update claims
set claimant_entity_id = merged.entity_id
from merged
where claims.claimant_entity_id = merged.old_entity_id;
update ops.article_roles set entity_id = merged.entity_id from merged where article_roles.entity_id = merged.old_entity_id;
update ops.article_roles
set organisation_entity_id = merged.entity_id
from merged
where article_roles.organisation_entity_id = merged.old_entity_id;
update ops.article_entities
set entity_id = merged.entity_id
from merged
where article_entities.entity_id = merged.old_entity_id;
update ops.entity_links
set entity_id = merged.entity_id
from merged
where entity_links.entity_id = merged.old_entity_id;
update ops.entity_links
set resolved_entity_id = merged.entity_id
from merged
where entity_links.resolved_entity_id = merged.old_entity_id;
update ops.entity_links
set other_entity_id = merged.entity_id
from merged
where entity_links.other_entity_id = merged.old_entity_id;

create or replace temp table summed_keys as
select keys.key, coalesce(merged.entity_id, keys.entity_id) as entity_id, sum(keys.article_count) as article_count
from ops.entity_keys as keys
left join merged on merged.old_entity_id = keys.entity_id
where keys.entity_id in (select old_entity_id from merged union select entity_id from merged)
group by all;
delete from ops.entity_keys where entity_id in (select old_entity_id from merged union select entity_id from merged);
insert into ops.entity_keys by name from summed_keys;

create or replace temp table summed_facts as
select
    coalesce(merged.entity_id, facts.entity_id) as entity_id,
    facts.kind,
    facts.value,
    sum(facts.article_count) as article_count
from ops.entity_facts as facts
left join merged on merged.old_entity_id = facts.entity_id
where facts.entity_id in (select old_entity_id from merged union select entity_id from merged)
group by all;
delete from ops.entity_facts where entity_id in (select old_entity_id from merged union select entity_id from merged);
insert into ops.entity_facts by name from summed_facts;
