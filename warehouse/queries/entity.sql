-- Grain: one row per thing that is known of the entity of a name or id, section by section.
with redirected as (
    select coalesce(max(entity_id), $entity) as wanted from entity_redirects where old_entity_id = $entity
),
fitting as (
    select
        entities.*,
        case
            when entity_id = (select wanted from redirected) then 0
            when lower(name) = lower($entity) then 1
            when list_contains(list_transform(aliases, lambda alias: lower(alias)), lower($entity)) then 2
            when label = 'PERSON' and ends_with(lower(name), ' ' || lower($entity)) then 3
            else 4
        end as fit
    from entities
    where fit < 4
),
chosen as (
    select * from fitting order by fit, mention_count desc, entity_id limit 1
),
aliases as (
    select regexp_replace(text, '\s+', ' ', 'g') as alias, count(*) as mentions
    from mentions
    semi join chosen using (entity_id)
    where form = 'name'
    group by alias
),
roles as (
    select concat_ws(', ', role, organisation) as role, count(distinct article_id) as articles, max(last_seen_at) as last_seen_at
    from entity_roles
    semi join chosen using (entity_id)
    group by all
),
spoken as (
    select quotes.*
    from quotes
    join chosen on chosen.entity_id = quotes.speaker_entity_id
),
linked as (
    select
        known.article_id,
        known.name,
        links.decision,
        links.score,
        links.evidence,
        known.resolved_entity_id <> known.entity_id as is_overridden
    from ops.article_entities as known
    semi join chosen using (entity_id)
    left join ops.entity_links as links
        on links.article_id = known.article_id and links.local_entity_id = known.local_entity_id
),
deciding as (
    select
        mentions.article_id,
        regexp_replace(mentions.text, '\s+', ' ', 'g') as name,
        min(mentions.start_char) as start_char,
        arg_min(mentions.end_char, mentions.start_char) as end_char
    from mentions
    semi join chosen using (entity_id)
    where form = 'name'
    group by all
),
shown as (
    select
        1 as part, 'entity' as section, name as text, concat_ws(', ', label, description, gender, country_code) as detail,
        mention_count as count, null::double as score, null as article_id, entity_id, last_seen_at as seen_at,
        row_number() over () as position
    from chosen
    union all by name
    select 2 as part, 'aliases' as section, alias as text, mentions as count,
        row_number() over (order by mentions desc, alias) as position
    from aliases
    union all by name
    select 3 as part, 'roles' as section, role as text, articles as count, last_seen_at as seen_at,
        row_number() over (order by articles desc, last_seen_at desc, role) as position
    from roles
    union all by name
    select 4 as part, 'quotes' as section, content as text, concat_ws(' ', source_text, cue) as detail, article_id,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at,
        row_number() over (order by seen_at desc, article_id, spoken.start_char) as position
    from spoken
    join articles using (article_id)
    union all by name
    select 5 as part, 'least certain links' as section, linked.name as text,
        if(linked.is_overridden, 'by the overrides file; ', '') || linked.evidence as detail, linked.score, linked.article_id,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at,
        row_number() over (order by linked.score nulls last, seen_at, linked.article_id, linked.name) as position
    from linked
    join articles using (article_id)
    union all by name
    select 6 as part, 'mentions that decided' as section, deciding.name as text,
        excerpt(articles.body, deciding.start_char, deciding.end_char) as detail, linked.score, linked.article_id,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at,
        row_number() over (order by linked.score nulls last, seen_at, linked.article_id, linked.name) as position
    from linked
    join articles using (article_id)
    join deciding on deciding.article_id = linked.article_id and deciding.name = linked.name
    union all by name
    select 7 as part, 'others of the name' as section, name as text,
        concat_ws(', ', label, description, country_code) as detail, mention_count as count, entity_id, last_seen_at as seen_at,
        row_number() over (order by fit, mention_count desc, entity_id) as position
    from fitting
    anti join chosen using (entity_id)
    union all by name
    select 8 as part, 'ids used before' as section, redirects.old_entity_id as text, redirects.reason as detail,
        redirects.score, redirects.entity_id,
        row_number() over (order by redirects.old_entity_id) as position
    from entity_redirects as redirects
    semi join chosen using (entity_id)
)
select
    shown.section, shown.text, shown.detail, shown.count, round(shown.score, 2) as score, articles.outlet, articles.title,
    shown.seen_at, articles.url, shown.article_id, shown.entity_id
from shown
left join articles using (article_id)
where shown.position <= $limit
order by shown.part, shown.position;
