-- Grain: one row per claim that an article makes without saying on whose word.
create view reports.unattributed_claims as
with articles as (
    select * from main.articles
),
quotes as (
    select * from main.quotes
),
unattributed as (
    select
        coalesce(claims.statement, claims.text) as claim,
        articles.outlet,
        articles.title,
        articles.published_at,
        claims.checkworthiness,
        claim_groups.status,
        claim_groups.outlet_count as outlets,
        if(claims.quote_id is null, 'own voice', 'nobody named') as voice,
        quotes.cue,
        coalesce(articles.url, articles.source_document) as source,
        claims.article_id,
        claims.claim_id,
        claims.start_char,
        claims.end_char,
        excerpt(articles.body, claims.start_char, claims.end_char) as excerpt,
        articles.reprint_of is not null as is_reprint,
        claim_group_id
    from main.claims
    join articles using (article_id)
    join main.claim_groups using (claim_group_id)
    left join quotes using (quote_id)
    where claims.quote_id is null or (quotes.speaker_name is null and quotes.source_text is null)
)
select * from unattributed
order by checkworthiness desc nulls last, published_at desc nulls last, article_id, start_char, claim_id;

comment on view reports.unattributed_claims is 'What articles state without saying on whose word: one row per claim, those most worth checking first.';
comment on column reports.unattributed_claims.claim is 'The claim, as a statement that is understood without its article.';
comment on column reports.unattributed_claims.outlet is 'Who published the article.';
comment on column reports.unattributed_claims.title is 'Headline of the article.';
comment on column reports.unattributed_claims.published_at is 'When the article was published.';
comment on column reports.unattributed_claims.checkworthiness is 'How much it is worth checking, 0 to 1.';
comment on column reports.unattributed_claims.status is 'Of the claim wherever it is made: disputed, corroborated or single.';
comment on column reports.unattributed_claims.outlets is 'Known outlets that carry the claim.';
comment on column reports.unattributed_claims.voice is 'own voice (nobody is quoted) or nobody named (somebody is, as in "it was said").';
comment on column reports.unattributed_claims.cue is 'Words that attribute, if any.';
comment on column reports.unattributed_claims.source is 'URL, else path, of the article.';
comment on column reports.unattributed_claims.article_id is 'The article.';
comment on column reports.unattributed_claims.claim_id is 'The claim.';
comment on column reports.unattributed_claims.start_char is 'First character of the claim in the body.';
comment on column reports.unattributed_claims.end_char is 'End of the claim in the body, exclusive.';
comment on column reports.unattributed_claims.excerpt is 'The claim with its surroundings.';
comment on column reports.unattributed_claims.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of).';
comment on column reports.unattributed_claims.claim_group_id is 'The claim group.';
