-- The articles with claims of the wordings in wanted_wordings.
select distinct article_id from claims semi join wanted_wordings using (wording_id)
