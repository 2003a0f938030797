-- Grain: one row per entity of $entities and article that mentions it, the $each with the most mentions of each.
with mentioned as (
    select entity_id, article_id, count(*) as mentions
    from mentions
    where list_contains($entities, entity_id)
    group by all
)
select mentioned.entity_id, mentioned.article_id, mentioned.mentions,
    outlet_of(articles.outlet, articles.wire_credit) as outlet,
    headline_of(articles.title, articles.body) as title,
    articles.published_at::date as day
from mentioned
join articles using (article_id)
qualify row_number() over (
    partition by mentioned.entity_id
    order by mentioned.mentions desc, articles.published_at desc nulls last, mentioned.article_id
) <= $each
order by mentioned.entity_id, mentioned.mentions desc, articles.published_at desc nulls last, mentioned.article_id;
