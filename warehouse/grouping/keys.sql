-- Keep by which keys the batch's articles are found.
delete from ops.article_keys where article_id in (select article_id from replaced);
insert into ops.article_keys by name
select
    articles.article_id,
    coalesce(articles.published_at, if(articles.retrieved_at_source = 'archive', articles.retrieved_at, null))::date
        as published_on,
    md5_number_lower(unnest(list_concat(contexts.names, contexts.words, contexts.countries))) as key
from articles
semi join loaded using (article_id)
join ops.article_contexts as contexts using (article_id);
