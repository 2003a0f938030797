-- Grain: one row per source, all days together; those that do not add up come first.
with summed as (
    select
        source,
        sum(documents_read)::bigint as documents_read,
        sum(articles)::bigint as articles,
        sum(not_annotated)::bigint as not_annotated,
        sum(revisions)::bigint as revisions,
        sum(duplicates)::bigint as duplicates,
        sum(rejected)::bigint as rejected,
        sum(missing)::bigint as missing
    from reports.ledger
    group by source
)
select * from summed
order by missing = 0, documents_read desc, source
limit $rows;
