-- Grain: one row per disputed claim group.
create view reports.disputed_claims as
with articles as (
    select * from main.articles
),
quotes as (
    select * from main.quotes
),
disputed_groups as (
    select * from main.claim_groups where status = 'disputed'
),
made as (
    select
        claims.claim_group_id,
        claims.stance,
        coalesce(claims.claimant_name, quotes.source_text, articles.outlet, 'unknown') as claimant,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at,
        articles.outlet,
        articles.reprint_of is not null as is_reprint,
        articles.title,
        coalesce(articles.url, articles.source_document) as source,
        claims.article_id,
        claims.claim_id,
        claims.start_char,
        claims.end_char,
        excerpt(
            articles.body,
            least(claims.start_char, coalesce(quotes.start_char, claims.start_char)),
            greatest(claims.end_char, coalesce(quotes.end_char, claims.end_char))
        ) as excerpt
    from main.claims
    join articles using (article_id)
    left join quotes using (quote_id)
    where claims.claim_group_id in (select claim_group_id from disputed_groups)
),
sides as (
    select
        claim_group_id,
        string_agg(distinct claimant, '; ' order by claimant) filter (stance = 'asserts') as asserted_by,
        string_agg(distinct claimant, '; ' order by claimant) filter (stance = 'denies') as denied_by,
        string_agg(distinct outlet, '; ' order by outlet) as outlets,
        count(*) filter (not is_reprint) as claims_without_reprints,
        count(distinct article_id) filter (not is_reprint) as articles_without_reprints,
        min(claimed_at) as first_seen_at,
        max(claimed_at) as last_seen_at
    from made
    group by claim_group_id
),
first_denials as (
    select * from made
    where stance = 'denies'
    qualify row_number() over (partition by claim_group_id order by claimed_at, article_id, start_char, claim_id) = 1
),
disputed as (
    select
        disputed_groups.text as claim,
        sides.asserted_by,
        sides.denied_by,
        disputed_groups.claim_count as claims,
        disputed_groups.article_count as articles,
        sides.outlets,
        sides.first_seen_at,
        sides.last_seen_at,
        first_denials.excerpt as denial_excerpt,
        first_denials.title as denial_title,
        first_denials.source as denial_source,
        first_denials.article_id as denial_article_id,
        first_denials.start_char as denial_start_char,
        first_denials.end_char as denial_end_char,
        sides.claims_without_reprints,
        sides.articles_without_reprints,
        claim_group_id
    from disputed_groups
    join sides using (claim_group_id)
    join first_denials using (claim_group_id)
)
select * from disputed
order by asserted_by is null, articles desc, last_seen_at desc, claim_group_id;

comment on view reports.disputed_claims is 'Which claims are disputed, and by whom: one row per claim, those with both sides on record first.';
comment on column reports.disputed_claims.claim is 'The claim as it was made first.';
comment on column reports.disputed_claims.asserted_by is 'Who asserts it.';
comment on column reports.disputed_claims.denied_by is 'Who denies it.';
comment on column reports.disputed_claims.claims is 'Times that it is made or denied.';
comment on column reports.disputed_claims.articles is 'Articles that carry it.';
comment on column reports.disputed_claims.outlets is 'Outlets that carry it.';
comment on column reports.disputed_claims.first_seen_at is 'Publication (else retrieval) of the earliest such article.';
comment on column reports.disputed_claims.last_seen_at is 'Publication (else retrieval) of the latest such article.';
comment on column reports.disputed_claims.denial_excerpt is 'The first denial with its surroundings.';
comment on column reports.disputed_claims.denial_title is 'Headline of the article with the first denial.';
comment on column reports.disputed_claims.denial_source is 'URL, else path, of that article.';
comment on column reports.disputed_claims.denial_article_id is 'That article.';
comment on column reports.disputed_claims.denial_start_char is 'First character of the denial in its body.';
comment on column reports.disputed_claims.denial_end_char is 'End of the denial in its body, exclusive.';
comment on column reports.disputed_claims.claim_group_id is 'The claim group.';
comment on column reports.disputed_claims.claims_without_reprints is 'claims, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.disputed_claims.articles_without_reprints is 'articles, counted without reprints: articles that share at least half of their text with an earlier one.';
