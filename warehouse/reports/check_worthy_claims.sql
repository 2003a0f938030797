-- Grain: one row per claim group with a claim whose worth of a check is known.
create view reports.check_worthy_claims as
with articles as (
    select * from main.articles
),
quotes as (
    select * from main.quotes
),
made as (
    select
        claims.*,
        coalesce(claims.claimant_name, quotes.source_text, articles.outlet, '(unknown)') as claimant,
        articles.outlet,
        articles.title,
        coalesce(articles.url, articles.source_document) as source,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at
    from main.claims
    join articles using (article_id)
    left join quotes using (quote_id)
    where claims.checkworthiness is not null and claims.side is not null
),
most_worthy as (
    select * from made
    qualify row_number() over (partition by claim_group_id order by checkworthiness desc, claimed_at, claim_id) = 1
),
claimants as (
    select
        claim_group_id,
        string_agg(distinct claimant, '; ' order by claimant) filter (side = 'for') as asserted_by,
        string_agg(distinct claimant, '; ' order by claimant) filter (side = 'against') as denied_by
    from made
    group by claim_group_id
),
worthy as (
    select
        most_worthy.checkworthiness,
        coalesce(most_worthy.statement, most_worthy.text) as claim,
        claimants.asserted_by,
        claimants.denied_by,
        claim_groups.status,
        claim_groups.article_count as articles,
        claim_groups.outlet_count as outlets,
        most_worthy.factuality,
        most_worthy.event_start,
        most_worthy.event_end,
        claim_groups.first_claimed_at,
        most_worthy.outlet,
        most_worthy.title,
        most_worthy.source,
        most_worthy.article_id,
        most_worthy.claim_id,
        most_worthy.start_char,
        most_worthy.end_char,
        claim_group_id
    from most_worthy
    join main.claim_groups using (claim_group_id)
    join claimants using (claim_group_id)
)
select * from worthy
order by checkworthiness desc, articles desc, first_claimed_at desc, claim_group_id;

comment on view reports.check_worthy_claims is 'Which claims to check first: one row per claim wherever it is made, the most check-worthy first.';
comment on column reports.check_worthy_claims.checkworthiness is 'How much it is worth checking, 0 to 1: of the most check-worthy time that it is made.';
comment on column reports.check_worthy_claims.claim is 'The claim as it is made then.';
comment on column reports.check_worthy_claims.asserted_by is 'Who asserts it: name, else the source as printed, else the outlet.';
comment on column reports.check_worthy_claims.denied_by is 'Who denies or contradicts it, likewise.';
comment on column reports.check_worthy_claims.status is 'disputed, corroborated (by at least two outlets independently) or single.';
comment on column reports.check_worthy_claims.articles is 'Articles that carry it.';
comment on column reports.check_worthy_claims.outlets is 'Known outlets that carry it.';
comment on column reports.check_worthy_claims.factuality is 'How certain it is presented, of that claim: see claims.factuality.';
comment on column reports.check_worthy_claims.event_start is 'First day of the time that it tells.';
comment on column reports.check_worthy_claims.event_end is 'Last day of that time.';
comment on column reports.check_worthy_claims.first_claimed_at is 'When it was made first.';
comment on column reports.check_worthy_claims.outlet is 'Who published the article.';
comment on column reports.check_worthy_claims.title is 'Headline of the article.';
comment on column reports.check_worthy_claims.source is 'URL, else path, of the article.';
comment on column reports.check_worthy_claims.article_id is 'The article.';
comment on column reports.check_worthy_claims.claim_id is 'The claim.';
comment on column reports.check_worthy_claims.start_char is 'First character of the claim in the body.';
comment on column reports.check_worthy_claims.end_char is 'End of the claim in the body, exclusive.';
comment on column reports.check_worthy_claims.claim_group_id is 'The claim group.';
