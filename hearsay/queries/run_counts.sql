-- Grain: one row, of the articles and rejections that a run was the last to write.
with articles_of_run as (
    select article_id from ops.article_runs where run_id = $run_id
)
select
    (select count(*) from articles_of_run) as articles,
    (select count(*) from mentions semi join articles_of_run using (article_id)) as mentions,
    (select count(*) from quotes semi join articles_of_run using (article_id)) as quotes,
    (select count(*) from claims semi join articles_of_run using (article_id)) as claims,
    (select count(*) from ops.rejections where run_id = $run_id) as rejections
