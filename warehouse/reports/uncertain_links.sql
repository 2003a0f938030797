-- Grain: one row per entity of an article that was nearly linked otherwise.
create view reports.uncertain_links as
with links as (
    select * from ops.entity_links
),
articles as (
    select * from main.articles
),
named as (
    select article_id, local_entity_id, name, label from ops.article_entities
),
first_mentions as (
    select
        mentions.article_id,
        named.local_entity_id,
        min(mentions.start_char) as start_char,
        arg_min(mentions.end_char, mentions.start_char) as end_char
    from main.mentions
    join ops.article_entities as named
        on named.article_id = mentions.article_id and named.entity_id = mentions.entity_id
        and list_contains(named.aliases, regexp_replace(mentions.text, '\s+', ' ', 'g'))
    group by mentions.article_id, named.local_entity_id
),
uncertain as (
    select
        named.name as name_in_article,
        named.label,
        if(links.decision = 'joined', 'merged with', 'kept apart from') as decision,
        coalesce(entities.name, links.entity_id) as entity,
        if(links.decision = 'joined', links.score, links.other_score) as score,
        if(links.decision = 'joined', links.evidence, links.other_evidence) as evidence,
        if(links.decision = 'joined', others.name, null) as next_best,
        if(links.decision = 'joined', links.other_score, null) as next_best_score,
        articles.outlet,
        articles.title,
        articles.published_at,
        articles.url,
        articles.source_document,
        links.article_id,
        links.local_entity_id,
        entities.entity_id,
        excerpt(articles.body, first_mentions.start_char, first_mentions.end_char) as excerpt,
        least(
            abs(if(links.decision = 'joined', links.score, links.other_score)),
            abs(links.score - links.other_score)
        ) as margin
    from links
    join articles using (article_id)
    join named using (article_id, local_entity_id)
    left join main.entities
        on entities.entity_id = if(links.decision = 'joined', links.entity_id, links.other_entity_id)
    left join main.entities as others on others.entity_id = links.other_entity_id
    left join first_mentions using (article_id, local_entity_id)
    where (links.decision = 'joined' and links.score < 3) or (links.decision = 'founded' and links.other_score > -2)
)
select * exclude (margin) from uncertain
order by margin, name_in_article, article_id, local_entity_id;

comment on view reports.uncertain_links is 'Entities that were merged across articles, or kept apart, on the least evidence: one row per entity of an article, the least certain first.';
comment on column reports.uncertain_links.name_in_article is 'Name in the article.';
comment on column reports.uncertain_links.label is 'Type in the article: PERSON, ORG, GPE ...';
comment on column reports.uncertain_links.decision is 'merged with or kept apart from.';
comment on column reports.uncertain_links.entity is 'The entity that it was merged with, or the one that was likeliest.';
comment on column reports.uncertain_links.score is 'Log odds that the two are one: 0 is even.';
comment on column reports.uncertain_links.evidence is 'What spoke for and against it, each with its weight.';
comment on column reports.uncertain_links.next_best is 'The next best entity of one that was merged.';
comment on column reports.uncertain_links.next_best_score is 'Log odds that it is that one.';
comment on column reports.uncertain_links.outlet is 'Who published the article.';
comment on column reports.uncertain_links.title is 'Headline of the article.';
comment on column reports.uncertain_links.published_at is 'When the article was published.';
comment on column reports.uncertain_links.url is 'Address of the article.';
comment on column reports.uncertain_links.source_document is 'Path or URL that the article was read from.';
comment on column reports.uncertain_links.article_id is 'The article.';
comment on column reports.uncertain_links.local_entity_id is 'The entity as the article alone would name it.';
comment on column reports.uncertain_links.entity_id is 'The entity of the column entity.';
comment on column reports.uncertain_links.excerpt is 'The first mention by name, with its surroundings.';
