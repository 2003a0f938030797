-- Grain: one row per sentence.
create table sentences (
    sentence_id varchar not null,
    article_id varchar not null,
    position integer not null check (position >= 0),
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    check (start_char < end_char)
);
comment on table sentences is 'Sentences of the articles: one row per sentence.';
comment on column sentences.sentence_id is 'Identifier.';
comment on column sentences.article_id is 'The article.';
comment on column sentences.position is 'Number of the sentence in the article, from 0.';
comment on column sentences.start_char is 'First character of the sentence in the body.';
comment on column sentences.end_char is 'End of the sentence in the body, exclusive.';

-- Grain: one row per mention.
create table mentions (
    mention_id varchar not null,
    article_id varchar not null,
    sentence_id varchar,
    entity_id varchar,
    text varchar not null,
    form varchar not null check (form in ('name', 'nominal', 'pronoun')),
    label varchar,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    check (start_char < end_char)
);
comment on table mentions is 'Places in the articles that name or refer to an entity: one row per mention.';
comment on column mentions.mention_id is 'Identifier.';
comment on column mentions.article_id is 'The article.';
comment on column mentions.sentence_id is 'The sentence that it starts in.';
comment on column mentions.entity_id is 'The entity meant; null where it was not resolved.';
comment on column mentions.text is 'The characters from start_char to end_char.';
comment on column mentions.form is 'name, nominal (noun phrase) or pronoun.';
comment on column mentions.label is 'Type of the mention: PERSON, ORG, GPE, LOC, DATE, MONEY ...';
comment on column mentions.start_char is 'First character in the body.';
comment on column mentions.end_char is 'End in the body, exclusive.';

-- Grain: one row per entity, across articles.
create table entities (
    entity_id varchar not null,
    name varchar not null,
    label varchar not null,
    aliases varchar[] not null,
    country_code varchar,
    mention_count integer not null,
    article_count integer not null,
    first_seen_at timestamptz,
    last_seen_at timestamptz,
    gender varchar check (gender in ('female', 'male')),
    description varchar
);
comment on table entities is 'People, organisations, places and other things named in the articles: one row per entity, across articles.';
comment on column entities.entity_id is 'Identifier; stays when name and label change. Ids that are not used any more: entity_redirects.';
comment on column entities.name is 'Canonical name: the one that most articles use; of a person, a full one.';
comment on column entities.label is 'Type, as most articles have it: PERSON, ORG, GPE, LOC ...';
comment on column entities.aliases is 'Names that mentions of it use, sorted.';
comment on column entities.country_code is 'Country, ISO 3166-1 alpha-2, for a place or a national body.';
comment on column entities.mention_count is 'Mentions of it.';
comment on column entities.article_count is 'Articles that mention it.';
comment on column entities.first_seen_at is 'Earliest publication (else retrieval) of an article that mentions it.';
comment on column entities.last_seen_at is 'Latest publication (else retrieval) of an article that mentions it.';
comment on column entities.gender is 'female or male, where pronouns, titles or given names tell and hardly an article differs.';
comment on column entities.description is 'What most articles that say it say it is, such as chief cabinet secretary, Japan.';
