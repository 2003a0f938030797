-- Grain: one row per claim that is denied.
create view reports.denials as
with articles as (
    select * from main.articles
),
quotes as (
    select * from main.quotes
),
denying_claims as (
    select * from main.claims where stance = 'denies'
),
assertions as (
    select
        claims.claim_group_id,
        claims.side,
        string_agg(distinct coalesce(claims.claimant_name, quotes.source_text, articles.outlet), '; '
            order by coalesce(claims.claimant_name, quotes.source_text, articles.outlet)) as asserted_by
    from main.claims
    join articles using (article_id)
    left join quotes using (quote_id)
    where claims.claim_group_id in (select claim_group_id from denying_claims)
    group by claims.claim_group_id, claims.side
),
denials as (
    select
        coalesce(denied.claimant_name, quotes.source_text, articles.outlet) as denied_by,
        denied.text as claim,
        quotes.cue,
        assertions.asserted_by,
        coalesce(targets.statement, targets.text) as denied_claim,
        articles.outlet,
        articles.title,
        articles.published_at,
        articles.url,
        articles.source_document,
        denied.article_id,
        denied.claim_id,
        denied.start_char,
        denied.end_char,
        excerpt(
            articles.body,
            least(denied.start_char, coalesce(quotes.start_char, denied.start_char)),
            greatest(denied.end_char, coalesce(quotes.end_char, denied.end_char))
        ) as excerpt,
        articles.reprint_of is not null as is_reprint
    from denying_claims as denied
    join articles using (article_id)
    left join quotes using (quote_id)
    left join main.claims as targets on targets.claim_id = denied.denies_claim_id
    left join assertions on assertions.claim_group_id = denied.claim_group_id and assertions.side <> denied.side
)
select * from denials
order by published_at desc nulls last, article_id, start_char, claim_id;

comment on view reports.denials is 'Who denies what: one row per claim with a denying stance, newest article first.';
comment on column reports.denials.denied_by is 'Who denies: the claimant''s name, else the source as printed, else the outlet.';
comment on column reports.denials.claim is 'What is denied, or the words that deny it.';
comment on column reports.denials.cue is 'Words that attribute, such as denied.';
comment on column reports.denials.asserted_by is 'Who holds what is denied to be true, in any article.';
comment on column reports.denials.denied_claim is 'The claim of the same article that is denied, where it is another than the words that deny it.';
comment on column reports.denials.outlet is 'Who published the article.';
comment on column reports.denials.title is 'Headline of the article.';
comment on column reports.denials.published_at is 'When the article was published.';
comment on column reports.denials.url is 'Address of the article.';
comment on column reports.denials.source_document is 'Path or URL that the article was read from.';
comment on column reports.denials.article_id is 'The article.';
comment on column reports.denials.claim_id is 'The claim.';
comment on column reports.denials.start_char is 'First character of the claim in the body.';
comment on column reports.denials.end_char is 'End of the claim in the body, exclusive.';
comment on column reports.denials.excerpt is 'The claim with its attribution and surroundings.';
comment on column reports.denials.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
