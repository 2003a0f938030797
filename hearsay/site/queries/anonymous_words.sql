-- Grain: one row per wording that an unnamed source is described with.
select
    lower(regexp_replace(source_text, '\s+', ' ', 'g')) as wording,
    count(*) as quotes,
    count(distinct article_id) as articles,
    count(distinct outlet) as outlets
from quotes
join articles using (article_id)
where is_anonymous
    and not regexp_matches(source_text,
        '^(he|she|they|it|we|i|you|one|who|whom|that|this|these|those|some|others?|both)$', 'i')
group by wording
order by quotes desc, articles desc, wording
limit $rows;
