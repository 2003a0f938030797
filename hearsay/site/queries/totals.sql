-- Grain: one row, of the whole warehouse. $days and $months: the longest span drawn by day, and by month.
with dated as (
    select
        min(published_at)::date as first_day,
        max(published_at)::date as last_day,
        count(distinct published_at::date) as days,
        date_diff('day', min(published_at), max(published_at)) as span
    from articles
)
select
    dated.first_day,
    dated.last_day,
    dated.days,
    case when span <= $days then 'day' when span <= $months * 31 then 'month' else 'year' end as unit,
    (select count(*) from articles) as articles,
    (select count(*) from articles where published_at is null) as undated_articles,
    (select count(*) from articles where status in ('index', 'doubtful', 'unsupported_language')) as not_annotated,
    (select count(*) from articles where reprint_of is not null) as reprints,
    (select count(distinct outlet) from articles) as outlets,
    (select count(*) from quotes) as quotes,
    (select count(*) from quotes where kind in ('direct', 'mixed')) as direct_quotes,
    (select count(*) from quotes where is_anonymous) as anonymous_quotes,
    (select count(*) from claims) as claims,
    (select count(*) from claims where quote_id is null) as own_claims,
    (select count(*) from reports.top_speakers) as speakers,
    (select count(*) from entities) as entities,
    (select count(*) from reports.disputed_claims) as disputed,
    (select count(*) from reports.disputed_claims where asserted_by is not null) as two_sided
from dated;
