-- Pair the batch's articles with all others that share text. Grain: one row per pair.
-- Containment of the shorter text (Broder, On the resemblance and containment of documents, 1997).

delete from duplicate_pairs
where article_a in (select article_id from replaced) or article_b in (select article_id from replaced);

insert into duplicate_pairs by name
with fresh as (
    select shingle, article_id from ops.shingles semi join loaded using (article_id)
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
        shared_shingles / least(a.shingles, b.shingles) as containment,
        shared_shingles / greatest(a.shingles, b.shingles) as coverage
    from shared
    join sizes as a on a.article_id = article_a
    join sizes as b on b.article_id = article_b
    -- Fewer shared shingles say nothing of a sample of one in eight.
    where shared_shingles >= 3
),
same_texts as (
    select text_sha256 from articles semi join loaded using (text_sha256)
    group by text_sha256 having count(*) between 2 and 200
),
identical as (
    select a.article_id as article_a, b.article_id as article_b, 1.0 as containment, 1.0 as coverage
    from articles as a
    join articles as b using (text_sha256)
    semi join same_texts using (text_sha256)
    where a.article_id < b.article_id
        and (a.article_id in (select article_id from loaded) or b.article_id in (select article_id from loaded))
),
pairs as (
    select article_a, article_b, max(containment) as containment, max(coverage) as coverage
    from (select * from overlapping union all by name select * from identical)
    where containment >= 0.5
    group by article_a, article_b
)
select
    article_a,
    article_b,
    containment,
    case
        when coverage >= 0.9 then 'same'
        when lower(a.wire_credit) = lower(b.wire_credit) or lower(a.outlet) <> lower(b.outlet) then 'wire'
        else 'update'
    end as kind
from pairs
join articles as a on a.article_id = article_a
join articles as b on b.article_id = article_b;
