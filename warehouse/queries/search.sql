-- Claims, and quotes without a claim, by BM25 over their words and their speaker's name
-- (Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009; k1 = 1.2, b = 0.75),
-- merged with the claims nearest to $vector, where there is one, by reciprocal rank (Cormack et al., Reciprocal Rank
-- Fusion outperforms Condorcet, 2009; k = 60).
-- Grain: one row per claim or quote that shares a word with the text searched for, or is near it in meaning.
with passages as (
    select 'claim' as found, claim_id as id, article_id, claimant_name as speaker, text, stance, start_char, end_char
    from main.claims
    union all by name
    select
        'quote' as found, quote_id as id, article_id, coalesce(speaker_name, source_text) as speaker, content as text,
        start_char, end_char
    from main.quotes
    anti join main.claims using (quote_id)
),
worded as (
    select
        *,
        regexp_extract_all(strip_accents(lower(concat_ws(' ', speaker, text))), '[\p{L}\p{N}]+') as words
    from passages
),
corpus as (
    select count(*) as passages, avg(len(words)) as average_length from worded
),
searched as (
    select distinct unnest(regexp_extract_all(strip_accents(lower($text)), '[\p{L}\p{N}]+')) as word
),
occurrences as (
    select id, len(words) as length, unnest(words) as word
    from worded
    where list_has_any(words, (select list(word) from searched))
),
frequencies as (
    select id, any_value(length) as length, word, count(*) as frequency
    from occurrences
    semi join searched using (word)
    group by id, word
),
weights as (
    select word, ln(1 + (corpus.passages - count(*) + 0.5) / (count(*) + 0.5)) as weight
    from frequencies
    cross join corpus
    group by word, corpus.passages
),
scored as (
    select
        id,
        -- summed in one order, so that equal passages score equal to the last bit
        list_sum(list(
            weight * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * length / average_length)) order by word
        )) as score
    from frequencies
    join weights using (word)
    cross join corpus
    group by id
),
by_words as (
    select id, score, row_number() over (order by score desc, id) as place
    from scored
    order by place
    limit greatest($limit, 100)
),
nearest as (
    select claim_id as id, array_inner_product(embedding, $vector::float[384]) as similarity
    from main.claims
    where $vector is not null and embedding is not null
    order by similarity desc, id
    limit greatest($limit, 100)
),
by_meaning as (
    select *, row_number() over (order by similarity desc, id) as place from nearest where similarity >= $least_similarity
),
merged as (
    select
        id,
        by_words.score as word_score,
        by_meaning.similarity,
        -- 1 for what is first in both
        30.5 * (coalesce(1 / (60 + by_words.place), 0) + coalesce(1 / (60 + by_meaning.place), 0)) as score
    from by_words
    full join by_meaning using (id)
)
select
    round(merged.score, 3) as score,
    worded.found,
    worded.speaker,
    worded.stance,
    worded.text,
    articles.outlet,
    articles.title,
    articles.published_at,
    articles.url,
    articles.source_document,
    worded.article_id,
    worded.id,
    worded.start_char,
    worded.end_char,
    round(merged.word_score, 3) as word_score,
    round(merged.similarity, 3) as similarity
from merged
join worded using (id)
join main.articles using (article_id)
order by merged.score desc, published_at desc nulls last, id
limit $limit
