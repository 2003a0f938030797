-- Grain: one row per entity of $entities, role and organisation, the $each that most articles state.
with stated as (
    select
        entity_id,
        min(role) as role,
        min(organisation) as organisation,
        min(organisation_entity_id) as organisation_entity_id,
        count(distinct article_id) as articles,
        min(first_seen_at)::date as first_day,
        max(last_seen_at)::date as last_day
    from entity_roles
    where list_contains($entities, entity_id)
    group by entity_id, lower(role), coalesce(organisation_entity_id, lower(organisation))
)
select * from stated
qualify row_number() over (
    partition by entity_id order by articles desc, last_day desc, role, organisation nulls last, organisation_entity_id
) <= $each
order by entity_id, articles desc, last_day desc, role, organisation nulls last, organisation_entity_id;
