-- Grain: one row per claim of told_claims, in the order of the text. What told_claims, told_quotes, told_mentions and
-- told_articles are, staged.sql says of a batch before it is loaded, wanted.sql of articles of the warehouse.
with wanted as materialized (
    select * exclude (embedding) from told_claims
),
-- Who "denied it, citing figures that ..." gives these as the ground of the denial: they speak against the same.
grounds as (
    select wanted.claim_id, first(denials.denies_claim_id order by denials.start_char desc) as denies_claim_id
    from wanted
    join wanted as denials
        on denials.sentence_id = wanted.sentence_id and denials.claimant_name = wanted.claimant_name
            and denials.start_char < wanted.start_char
    join told_quotes as quotes on quotes.quote_id = wanted.quote_id
    where wanted.stance = 'asserts' and quotes.cue ilike '%ing' and denials.denies_claim_id is not null
    group by wanted.claim_id
),
-- What a claim tells that somebody urges: "Roe asked Doe to leave" holds what Roe says, to whoever is named at the
-- beginning of what she says, or last before it: "told him to leave".
asking as (
    select
        told.claim_id, told.start_char as told_start, asked.claim_id as asked_id, asked.article_id, asked.start_char,
        asked.end_char, asked.claimant_entity_id, asked.text, coalesce(asked.statement, asked.text) as asked,
        regexp_matches(asked.text, '^\W*(?:not\s+)?to\b') as begins_with_verb
    from wanted as told
    join wanted as asked
        on asked.article_id = told.article_id and asked.start_char >= told.start_char
            and asked.end_char <= told.end_char and asked.claim_id <> told.claim_id
    where asked.stance in ('urges', 'proposes') and asked.claimant_entity_id is not null
        and told.stance not in ('urges', 'proposes')
        and asked.claimant_entity_id is distinct from told.claimant_entity_id
    qualify row_number() over (
        partition by told.claim_id order by asked.end_char - asked.start_char desc, asked.claim_id
    ) = 1
),
requests as (
    select
        asking.claim_id,
        any_value(asking.claimant_entity_id) as asked_by,
        any_value(asking.asked) as asked,
        if(
            any_value(asking.begins_with_verb),
            arg_max(mentions.entity_id, mentions.start_char) filter (
                mentions.start_char >= asking.told_start and mentions.end_char <= asking.start_char
            ),
            arg_min(mentions.entity_id, mentions.start_char) filter (
                mentions.start_char >= asking.start_char and mentions.end_char <= asking.end_char
                and mentions.label is distinct from 'NORP'
                and substr(asking.text, mentions.end_char - asking.start_char + 1, 2) not in ('’s', '''s')
            )
        ) as asked_of
    from asking
    left join told_mentions as mentions on mentions.article_id = asking.article_id and mentions.entity_id is not null
    group by asking.claim_id
)
select
    wanted.claim_id,
    wanted.article_id,
    coalesce(wanted.statement, wanted.text) as statement,
    wanted.stance,
    wanted.is_negated,
    wanted.is_clause,
    wanted.predicate,
    wanted.event_start,
    wanted.event_end,
    coalesce(wanted.denies_claim_id, grounds.denies_claim_id) as denies_claim_id,
    [wanted.start_char, wanted.end_char] as span,
    year(articles.published_at) as year,
    coalesce(wanted.claimant_entity_id, wanted.claimant_name, wanted.quote_id) as voice,
    requests.asked_by,
    requests.asked_of,
    requests.asked,
    -- "Ann Lee is a reporter at the Courier": what an article says itself of its authors, by surname, and its outlet.
    wanted.quote_id is null and coalesce(
        contains(wanted.subject, articles.outlet) or list_has_any(
            [regexp_extract(author, '\S+$') for author in articles.authors],
            regexp_split_to_array(regexp_replace(wanted.subject, '[’''].*$', ''), '\s+')
        ),
        false
    ) as is_of_its_makers
from wanted
left join told_articles as articles using (article_id)
left join grounds using (claim_id)
left join requests using (claim_id)
order by coalesce(articles.published_at, articles.retrieved_at), article_id, start_char, end_char, claim_id
