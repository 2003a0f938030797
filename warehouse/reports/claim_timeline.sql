-- Grain: one row per day, claim, side and teller.
create view reports.claim_timeline as
with told as (
    select * from reports.claim_sources where side is not null
),
groups as (
    select claim_group_id, min(claimed_at) as first_at, count(distinct article_id) as articles from told group by claim_group_id
),
days as (
    select
        any_value(claim) as claim,
        claimed_at::date as day,
        side,
        told_by,
        string_agg(distinct outlet, '; ' order by outlet) as outlets,
        count(*) as times,
        first(statement order by claimed_at, article_id, start_char, claim_id) as statement,
        any_value(status) as status,
        bool_and(is_reprint) as is_reprint,
        min(claimed_at) as claimed_at,
        first(article_id order by claimed_at, article_id, start_char, claim_id) as article_id,
        claim_group_id
    from told
    group by claim_group_id, claimed_at::date, side, told_by
),
timeline as (
    select days.*
    from days
    join groups using (claim_group_id)
    order by groups.articles desc, groups.first_at desc, claim_group_id, days.claimed_at, side desc, told_by
)
select * from timeline;

comment on view reports.claim_timeline is 'How a claim went on from day to day: one row per day and who tells or denies it, the claims of most articles first.';
comment on column reports.claim_timeline.claim is 'The claim as it was made first.';
comment on column reports.claim_timeline.day is 'Day (UTC) of publication, else of retrieval.';
comment on column reports.claim_timeline.side is 'for (holds it to be true) or against (denies or contradicts it).';
comment on column reports.claim_timeline.told_by is 'Who says so on whose word, the outermost first; the outlet where nobody is quoted.';
comment on column reports.claim_timeline.outlets is 'Outlets that carry it that day.';
comment on column reports.claim_timeline.times is 'How often that day.';
comment on column reports.claim_timeline.statement is 'How it was put first that day.';
comment on column reports.claim_timeline.status is 'Of the claim: disputed, corroborated or single.';
comment on column reports.claim_timeline.is_reprint is 'Whether only articles carry it that share at least half of their text with an earlier one.';
comment on column reports.claim_timeline.claimed_at is 'The earliest time of that day.';
comment on column reports.claim_timeline.article_id is 'The first such article.';
comment on column reports.claim_timeline.claim_group_id is 'The claim group.';
