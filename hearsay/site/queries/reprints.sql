-- Grain: one row per article that shares at least half of its text with an earlier one, the most recent first.
select
    copies.article_id, outlet_of(copies.outlet, copies.wire_credit) as outlet,
    headline_of(copies.title, copies.body) as title, copies.published_at::date as day, copies.wire_credit,
    originals.article_id as original_id, outlet_of(originals.outlet, originals.wire_credit) as original_outlet,
    headline_of(originals.title, originals.body) as original_title,
    originals.published_at::date as original_day, pairs.kind, pairs.containment
from articles as copies
join articles as originals on originals.article_id = copies.reprint_of
left join duplicate_pairs as pairs
    on pairs.article_a = least(copies.article_id, originals.article_id)
    and pairs.article_b = greatest(copies.article_id, originals.article_id)
order by copies.published_at desc nulls last, copies.article_id
limit $rows;
