-- Pair the batch's articles with all others that share text. Grain: one row per pair.
-- Containment of the shorter text (Broder, On the resemblance and containment of documents, 1997).

-- Articles to be paired anew: the batch's, and those that hold a shingle which has become boilerplate by the batch, or
-- is none any more. So the pairs depend on what is in the warehouse, and not on the order in which it came.
create or replace temp table repaired as
with counted as (
    select shingle, count(*) as holders
    from ops.shingles
    semi join (select shingle from shingle_holders union select shingle from ops.shingles semi join loaded using (article_id))
        using (shingle)
    group by shingle
),
changed as (
    select shingle
    from counted
    full join shingle_holders as earlier using (shingle)
    where (coalesce(counted.holders, 0) > 200) <> (coalesce(earlier.holders, 0) > 200)
),
crowded as (
    select text_sha256 from articles semi join loaded using (text_sha256) group by text_sha256 having count(*) > 200
)
select article_id from replaced
union
select article_id from ops.shingles semi join changed using (shingle)
union
select article_id from articles semi join crowded using (text_sha256);

create or replace temp table unpaired as
select article_a, article_b
from duplicate_pairs
where article_a in (select article_id from repaired) or article_b in (select article_id from repaired);
delete from duplicate_pairs where (article_a, article_b) in (select (article_a, article_b) from unpaired);

insert into duplicate_pairs by name
with fresh as (
    select shingle, article_id from ops.shingles semi join repaired using (article_id)
),
holders as (
    select shingle, article_id from ops.shingles semi join fresh using (shingle)
),
-- A shingle of very many articles is boilerplate, and would pair each of them with each.
telling as (
    select shingle from holders group by shingle having count(*) between 2 and 200
),
shared as (
    select
        least(fresh.article_id, holders.article_id) as article_a,
        greatest(fresh.article_id, holders.article_id) as article_b,
        count(distinct shingle) as shared_shingles
    from fresh
    join holders using (shingle)
    semi join telling using (shingle)
    where fresh.article_id <> holders.article_id
    group by all
),
sizes as (
    select article_id, count(*) as shingles
    from ops.shingles
    where article_id in (select article_a from shared union select article_b from shared)
    group by article_id
),
overlapping as (
    select
        article_a,
        article_b,
        shared_shingles / a.shingles as share_a,
        shared_shingles / b.shingles as share_b
    from shared
    join sizes as a on a.article_id = article_a
    join sizes as b on b.article_id = article_b
    -- Fewer shared shingles say nothing of a sample of one in eight.
    where shared_shingles >= 3
),
same_texts as (
    select text_sha256
    from articles
    semi join (select text_sha256 from articles semi join repaired using (article_id)) using (text_sha256)
    group by text_sha256 having count(*) between 2 and 200
),
identical as (
    select a.article_id as article_a, b.article_id as article_b, 1.0 as share_a, 1.0 as share_b
    from articles as a
    join articles as b using (text_sha256)
    semi join same_texts using (text_sha256)
    where a.article_id < b.article_id
        and (a.article_id in (select article_id from repaired) or b.article_id in (select article_id from repaired))
),
pairs as (
    select article_a, article_b, max(share_a) as share_a, max(share_b) as share_b
    from (select * from overlapping union all by name select * from identical)
    where greatest(share_a, share_b) >= 0.5
    group by article_a, article_b
)
select
    article_a,
    article_b,
    greatest(share_a, share_b) as containment,
    share_a,
    share_b,
    case
        when least(share_a, share_b) >= 0.9 then 'same'
        when lower(a.wire_credit) = lower(b.wire_credit) or lower(a.outlet) <> lower(b.outlet) then 'wire'
        else 'update'
    end as kind
from pairs
join articles as a on a.article_id = article_a
join articles as b on b.article_id = article_b;

-- Articles whose pairs may have changed.
create or replace temp table regrouped as
with pairs as (
    select article_a, article_b from unpaired
    union
    select article_a, article_b
    from duplicate_pairs
    where article_a in (select article_id from repaired) or article_b in (select article_id from repaired)
)
select unnest([article_a, article_b]) as article_id from pairs
union
select article_id from repaired;

-- Of two articles, the later is the reprint where at least half of it stands in the earlier one.
update articles
set reprint_of = found.reprint_of
from (
    with dated as (
        select article_id, coalesce(published_at, retrieved_at) as shown_at from articles
    ),
    shares as (
        select article_a as article_id, article_b as other_id, share_a as share from duplicate_pairs
        union all
        select article_b, article_a, share_b from duplicate_pairs
    ),
    originals as (
        select shares.article_id, first(shares.other_id order by others.shown_at, shares.other_id) as reprint_of
        from shares
        semi join regrouped using (article_id)
        join dated as own on own.article_id = shares.article_id
        join dated as others on others.article_id = shares.other_id
        where shares.share >= 0.5 and (others.shown_at, shares.other_id) < (own.shown_at, shares.article_id)
        group by shares.article_id
    )
    select regrouped.article_id, originals.reprint_of
    from regrouped
    left join originals using (article_id)
) as found
where articles.article_id = found.article_id and articles.reprint_of is distinct from found.reprint_of;
