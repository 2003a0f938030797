-- Grain: one row per claim and article that repeats it.
create view reports.claim_spread as
with told as (
    select distinct on (claim_group_id, article_id)
        *,
        coalesce(outlet, '(unknown outlet)') as publisher
    from reports.claim_sources
    where side = 'for'
    order by claim_group_id, article_id, credited_to is null, start_char, claim_id
),
firsts as (
    select * from told
    qualify row_number() over (partition by claim_group_id order by claimed_at, article_id) = 1
),
spread as (
    select
        firsts.claim,
        coalesce(firsts.credited_to, firsts.publisher) as first_told_by,
        firsts.claimed_at as first_at,
        told.publisher as repeated_by,
        round(date_diff('minute', firsts.claimed_at, told.claimed_at) / 60, 1) as hours_later,
        told.credited_to as crediting,
        told.told_by,
        told.claimed_at as repeated_at,
        told.is_reprint,
        count(*) over (partition by claim_group_id) as repetitions,
        firsts.article_id as first_article_id,
        told.article_id,
        told.claim_id,
        claim_group_id
    from told
    join firsts using (claim_group_id)
    where told.article_id <> firsts.article_id
)
select * from spread
order by repetitions desc, claim_group_id, repeated_at, article_id;

comment on view reports.claim_spread is 'Who had a claim first, who repeated it, and crediting whom: one row per article that repeats a claim, the claims repeated most first.';
comment on column reports.claim_spread.claim is 'The claim as it was made first.';
comment on column reports.claim_spread.first_told_by is 'Outlet or agency of the earliest article, or the one whose report that article credits.';
comment on column reports.claim_spread.first_at is 'Publication (else retrieval) of that article.';
comment on column reports.claim_spread.repeated_by is 'Agency, else outlet, of the article that repeats it.';
comment on column reports.claim_spread.hours_later is 'Hours after the first.';
comment on column reports.claim_spread.crediting is 'The outlet or agency whose report it is said to be from; null: none.';
comment on column reports.claim_spread.told_by is 'On whose word it is repeated, the outermost first; the outlet where nobody is quoted.';
comment on column reports.claim_spread.repeated_at is 'Publication (else retrieval) of the article that repeats it.';
comment on column reports.claim_spread.is_reprint is 'Whether that article shares at least half of its text with an earlier one (articles.reprint_of).';
comment on column reports.claim_spread.repetitions is 'Articles that repeat the claim.';
comment on column reports.claim_spread.first_article_id is 'The earliest article.';
comment on column reports.claim_spread.article_id is 'The article that repeats it.';
comment on column reports.claim_spread.claim_id is 'The claim there.';
comment on column reports.claim_spread.claim_group_id is 'The claim group.';
