-- Which of wanted_articles have claims that other versions of pipeline or models have decided on.
select distinct claims.article_id
from claims
semi join wanted_articles using (article_id)
join ops.claim_wordings as wordings using (wording_id)
where wordings.fingerprint <> $fingerprint
