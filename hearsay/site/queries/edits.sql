-- Grain: one row per quote that appeared or vanished when an article was edited, the latest edit first.
select change, speaker, content, outlet, title, changed_at::date as day, article_id
from reports.revisions
order by changed_at desc, article_id, to_revision, change desc, start_char, content
limit $rows;
