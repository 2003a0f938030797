-- Grain: one row per mention of an entity.
create view reports.entity_mentions as
with articles as (
    select * from main.articles
),
entities as (
    select * from main.entities
),
mentioned as (
    select
        entities.name as entity,
        entities.label,
        mentions.text as mention,
        mentions.form,
        articles.outlet,
        articles.title,
        articles.published_at,
        articles.url,
        articles.source_document,
        mentions.article_id,
        mentions.entity_id,
        mentions.start_char,
        mentions.end_char,
        excerpt(articles.body, mentions.start_char, mentions.end_char) as excerpt,
        articles.reprint_of is not null as is_reprint,
        entities.mention_count
    from main.mentions
    join entities using (entity_id)
    join articles using (article_id)
)
select * exclude (mention_count) from mentioned
order by mention_count desc, entity, entity_id, published_at desc nulls last, article_id, start_char;

comment on view reports.entity_mentions is 'Where each entity is mentioned: one row per mention, the most mentioned entity first.';
comment on column reports.entity_mentions.entity is 'Name of the entity.';
comment on column reports.entity_mentions.label is 'Type of the entity: PERSON, ORG, GPE ...';
comment on column reports.entity_mentions.mention is 'The mention as printed.';
comment on column reports.entity_mentions.form is 'name, nominal or pronoun.';
comment on column reports.entity_mentions.outlet is 'Who published the article.';
comment on column reports.entity_mentions.title is 'Headline of the article.';
comment on column reports.entity_mentions.published_at is 'When the article was published.';
comment on column reports.entity_mentions.url is 'Address of the article.';
comment on column reports.entity_mentions.source_document is 'Path or URL that the article was read from.';
comment on column reports.entity_mentions.article_id is 'The article.';
comment on column reports.entity_mentions.entity_id is 'The entity.';
comment on column reports.entity_mentions.start_char is 'First character of the mention in the body.';
comment on column reports.entity_mentions.end_char is 'End of the mention in the body, exclusive.';
comment on column reports.entity_mentions.excerpt is 'The mention with its surroundings.';
comment on column reports.entity_mentions.is_reprint is 'Whether the article shares at least half of its text with an earlier one (articles.reprint_of): without these, each text counts once.';
