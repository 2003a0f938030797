-- The latest documents of the outlets that the batch has documents of. Grain: one row per document.
with outlets as (
    select outlet_key from ops.documents where batch_id = $batch_id and outlet_key is not null
),
documents as (
    select outlet_key, article_id, text_sha256, status, source_document, document_sha256, retrieved_at
    from ops.documents
    semi join outlets using (outlet_key)
),
aged as (
    select
        documents.*,
        articles.word_count,
        articles.published_at,
        row_number() over (
            partition by outlet_key
            order by documents.retrieved_at desc, articles.published_at desc nulls last, documents.source_document,
                documents.document_sha256
        ) as age
    from documents
    left join articles on articles.article_id = documents.article_id and articles.text_sha256 = documents.text_sha256
    -- of an article that was read several times, its own document only
    where documents.status = 'rejected' or articles.source_document = documents.source_document
),
latest as (
    select * from aged where age <= $documents
),
article_quotes as (
    select article_id, count(*) as quotes from quotes semi join latest using (article_id) group by article_id
)
select
    latest.outlet_key,
    latest.age,
    latest.status = 'rejected' as is_empty,
    latest.word_count,
    if(article_runs.model_id is null, null, coalesce(article_quotes.quotes, 0)) as quotes
from latest
left join article_quotes using (article_id)
left join ops.article_runs using (article_id)
