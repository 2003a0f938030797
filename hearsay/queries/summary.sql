-- Grain: one row, of the whole warehouse.
select
    (select count(*) from articles) as articles,
    (select count(distinct outlet) from articles) as outlets,
    (select count(*) from articles where status in ('index', 'doubtful', 'unsupported_language')) as not_annotated,
    (select count(*) from quotes) as quotes,
    (select count(*) from reports.top_speakers) as speakers,
    (select count(*) from quotes where is_anonymous) as anonymous_quotes,
    (select count(*) from claims) as claims,
    (select count(*) from reports.denials) as denials,
    (select count(*) from reports.disputed_claims) as disputed_claims,
    (select count(*) from entities) as entities
