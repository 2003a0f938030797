-- Grain: one row, of all sources and days.
select
    count(distinct source) as sources,
    coalesce(sum(documents_read), 0)::bigint as documents_read,
    coalesce(sum(articles), 0)::bigint as articles,
    coalesce(sum(not_annotated), 0)::bigint as not_annotated,
    coalesce(sum(revisions), 0)::bigint as revisions,
    coalesce(sum(duplicates), 0)::bigint as duplicates,
    coalesce(sum(rejected), 0)::bigint as rejected,
    coalesce(sum(missing), 0)::bigint as missing
from reports.ledger;
