-- Grain: one row per claim that is made more than once, or disputed, and article and voice that makes it.
create view reports.claim_sources as
with articles as (
    select *, coalesce(wire_credit, outlet) as publisher from main.articles
),
outlets as (
    select outlet_key(unnest([outlet, wire_credit])) as outlet from main.articles
),
told_groups as (
    select * from main.claim_groups where claim_count > 1 or status = 'disputed'
),
-- A quote inside another inside a third: nothing deeper is told here (reporting_chains has all).
quotes as (
    select
        *,
        regexp_replace(coalesce(speaker_name, source_text, '(nobody named)'), '\s+', ' ', 'g') as speaker,
        speaker_kind in ('organisation', 'document') and speaker_name is not null
            and (cue_lemma = 'report' or is_outlet_name(speaker_name) or outlet_key(speaker_name) in (from outlets))
            as is_report,
        -- Who denies a report is nobody that the report is told by.
        if(cue_class = 'deny', null, speaker) as teller
    from main.quotes
),
chains as (
    select
        claims.claim_id,
        inner_quotes.speaker as claimant,
        inner_quotes.is_anonymous,
        list_filter([outer_quotes.teller, middle_quotes.teller, inner_quotes.speaker], lambda name: name is not null)
            as speakers,
        case
            when outer_quotes.is_report then outer_quotes.speaker_name
            when middle_quotes.is_report then middle_quotes.speaker_name
            when inner_quotes.is_report then inner_quotes.speaker_name
        end as credited_to,
        inner_quotes.start_char,
        inner_quotes.end_char
    from main.claims
    semi join told_groups using (claim_group_id)
    join quotes as inner_quotes using (quote_id)
    left join quotes as middle_quotes on middle_quotes.quote_id = inner_quotes.parent_quote_id
    left join quotes as outer_quotes on outer_quotes.quote_id = middle_quotes.parent_quote_id
),
sourced as (
    select
        told_groups.text as claim,
        claims.side,
        coalesce(array_to_string(chains.speakers, ' > '), articles.publisher, '(unknown outlet)') as told_by,
        articles.publisher as outlet,
        chains.credited_to,
        coalesce(articles.published_at, articles.retrieved_at) as claimed_at,
        coalesce(claims.statement, claims.text) as statement,
        claims.stance,
        told_groups.status,
        coalesce(chains.claimant, articles.publisher, '(unknown outlet)') as claimant,
        claims.claimant_entity_id,
        coalesce(chains.is_anonymous, false) as is_anonymous,
        articles.reprint_of is not null as is_reprint,
        articles.title,
        coalesce(articles.url, articles.source_document) as source,
        claims.article_id,
        claims.claim_id,
        claims.start_char,
        claims.end_char,
        excerpt(
            articles.body,
            least(claims.start_char, coalesce(chains.start_char, claims.start_char)),
            greatest(claims.end_char, coalesce(chains.end_char, claims.end_char))
        ) as excerpt,
        claim_group_id
    from main.claims
    join told_groups using (claim_group_id)
    join articles using (article_id)
    left join chains using (claim_id)
)
select * from sourced
order by claim_group_id, claimed_at, article_id, start_char, claim_id;

comment on view reports.claim_sources is 'Who makes which claim on whose word: one row per time that a claim which is made more than once, or disputed, is made or denied, by claim.';
comment on column reports.claim_sources.claim is 'The claim as it was made first.';
comment on column reports.claim_sources.side is 'for (holds it to be true), against (denies or contradicts it) or neither (null).';
comment on column reports.claim_sources.told_by is 'Who says so on whose word, the outermost first, as in Wall Street Journal > two officials; the outlet where nobody is quoted.';
comment on column reports.claim_sources.outlet is 'News agency, else outlet, that published it.';
comment on column reports.claim_sources.credited_to is 'The outlet or agency whose report it is said to be from; null: none.';
comment on column reports.claim_sources.claimed_at is 'Publication (else retrieval) of the article.';
comment on column reports.claim_sources.statement is 'The words of this claim, as a statement that is understood without its article.';
comment on column reports.claim_sources.stance is 'What the claimant does with the statement: asserts, denies, questions, urges ...';
comment on column reports.claim_sources.status is 'Of the claim: disputed, corroborated or single.';
comment on column reports.claim_sources.claimant is 'The innermost speaker: name, else the words that describe the source; the outlet where nobody is quoted.';
comment on column reports.claim_sources.claimant_entity_id is 'The entity of the claimant, where resolved.';
comment on column reports.claim_sources.is_anonymous is 'Whether the claimant is left unnamed.';
comment on column reports.claim_sources.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
comment on column reports.claim_sources.title is 'Headline of the article.';
comment on column reports.claim_sources.source is 'URL, else path, of the article.';
comment on column reports.claim_sources.article_id is 'The article.';
comment on column reports.claim_sources.claim_id is 'The claim.';
comment on column reports.claim_sources.start_char is 'First character of the claim in the body.';
comment on column reports.claim_sources.end_char is 'End of the claim in the body, exclusive.';
comment on column reports.claim_sources.excerpt is 'The claim with its attribution and surroundings.';
comment on column reports.claim_sources.claim_group_id is 'The claim group.';
