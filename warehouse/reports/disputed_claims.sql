-- Grain: one row per disputed claim group.
create view reports.disputed_claims as
with made as (
    select * from reports.claim_sources where status = 'disputed'
),
sides as (
    select
        claim_group_id,
        any_value(claim) as claim,
        string_agg(distinct told_by, '; ' order by told_by) filter (side = 'for') as asserted_by,
        string_agg(distinct told_by, '; ' order by told_by) filter (side = 'against') as denied_by,
        list(distinct coalesce(claimant_entity_id, told_by)) filter (side = 'for') as asserters,
        list(distinct coalesce(claimant_entity_id, told_by)) filter (side = 'against') as deniers,
        count(*) as claims,
        count(distinct article_id) as articles,
        string_agg(distinct outlet, '; ' order by outlet) as outlets,
        count(distinct coalesce(outlet_key(credited_to), outlet_key(outlet))) as origins,
        count(distinct claimant_entity_id) filter (side = 'for') > 0 as is_asserter_named,
        count(distinct claimant_entity_id) filter (side = 'against') > 0 as is_denier_named,
        count(*) filter (not is_reprint) as claims_without_reprints,
        count(distinct article_id) filter (not is_reprint) as articles_without_reprints,
        min(claimed_at) as first_seen_at,
        max(claimed_at) as last_seen_at
    from made
    group by claim_group_id
),
first_denials as (
    select * from made
    where side = 'against'
    qualify row_number() over (partition by claim_group_id order by claimed_at, article_id, start_char, claim_id) = 1
),
disputed as (
    select
        sides.claim,
        sides.asserted_by,
        sides.denied_by,
        sides.outlets,
        sides.first_seen_at,
        sides.last_seen_at,
        sides.claims,
        sides.articles,
        first_denials.statement as denial,
        first_denials.excerpt as denial_excerpt,
        first_denials.title as denial_title,
        first_denials.source as denial_source,
        first_denials.article_id as denial_article_id,
        first_denials.start_char as denial_start_char,
        first_denials.end_char as denial_end_char,
        sides.claims_without_reprints,
        sides.articles_without_reprints,
        claim_group_id,
        sides.asserted_by is not null
            -- One and the same on both sides was understood wrongly once, as a rule.
            and len(list_filter(sides.deniers, lambda denier: not list_contains(sides.asserters, denier))) > 0
            -- "it", as in "denied it", is nobody's claim, and says nothing to who reads it.
            and len(regexp_extract_all(sides.claim, '[\p{L}\p{N}]+')) >= 4 as has_both_sides,
        sides.is_denier_named,
        sides.is_asserter_named::integer + sides.is_denier_named::integer as named_sides,
        sides.origins
    from sides
    join first_denials using (claim_group_id)
)
select * exclude (has_both_sides, is_denier_named, named_sides, origins) from disputed
where has_both_sides or is_denier_named
order by has_both_sides desc, named_sides desc, origins desc, articles desc, claims desc, last_seen_at desc, claim_group_id;

comment on view reports.disputed_claims is 'Which claims are disputed, and by whom: one row per claim, those first that have named people on both sides and that several outlets tell; what nobody asserts and somebody unnamed denies is left out.';
comment on column reports.disputed_claims.claim is 'The claim as it was made first.';
comment on column reports.disputed_claims.asserted_by is 'Who asserts it, on whose word: the outermost first, as in Wall Street Journal > two officials; the outlet where nobody is quoted.';
comment on column reports.disputed_claims.denied_by is 'Who denies or contradicts it, likewise.';
comment on column reports.disputed_claims.outlets is 'Agencies and outlets that carry it.';
comment on column reports.disputed_claims.first_seen_at is 'Publication (else retrieval) of the earliest such article.';
comment on column reports.disputed_claims.last_seen_at is 'Publication (else retrieval) of the latest such article.';
comment on column reports.disputed_claims.claims is 'Times that it is made or denied.';
comment on column reports.disputed_claims.articles is 'Articles that carry it.';
comment on column reports.disputed_claims.denial is 'The first denial, or claim that contradicts it.';
comment on column reports.disputed_claims.denial_excerpt is 'That denial with its surroundings.';
comment on column reports.disputed_claims.denial_title is 'Headline of the article with the first denial.';
comment on column reports.disputed_claims.denial_source is 'URL, else path, of that article.';
comment on column reports.disputed_claims.denial_article_id is 'That article.';
comment on column reports.disputed_claims.denial_start_char is 'First character of the denial in its body.';
comment on column reports.disputed_claims.denial_end_char is 'End of the denial in its body, exclusive.';
comment on column reports.disputed_claims.claim_group_id is 'The claim group.';
comment on column reports.disputed_claims.claims_without_reprints is 'claims, counted without reprints: articles that share at least half of their text with an earlier one.';
comment on column reports.disputed_claims.articles_without_reprints is 'articles, counted without reprints: articles that share at least half of their text with an earlier one.';
