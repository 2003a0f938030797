-- Grain: one row per entity that has become another.
create table entity_redirects (
    old_entity_id varchar not null,
    entity_id varchar not null,
    kind varchar not null check (kind in ('merge', 'override')),
    reason varchar not null,
    score double
);
comment on table entity_redirects is 'Entities that turned out to be others: one row per id that is not used any more.';
comment on column entity_redirects.old_entity_id is 'The id that was used before.';
comment on column entity_redirects.entity_id is 'The entity that it is now.';
comment on column entity_redirects.kind is 'merge (decided by the pipeline) or override (by the overrides file).';
comment on column entity_redirects.reason is 'Why: the evidence, or the reason that the overrides file gives.';
comment on column entity_redirects.score is 'Log odds that the two are one; null for an override.';

-- Grain: one row per entity of an article, also of articles that have been taken back.
create table ops.entity_links (
    article_id varchar not null,
    local_entity_id varchar not null,
    entity_id varchar not null,
    decision varchar not null check (decision in ('joined', 'founded')),
    score double,
    evidence varchar not null,
    other_entity_id varchar,
    other_score double,
    other_evidence varchar
);
comment on table ops.entity_links is 'Which entity each entity of an article was found to be, and why: one row per article and entity as the article knows it. Kept when an article is taken back, so that it comes back to the same entities.';
comment on column ops.entity_links.article_id is 'The article.';
comment on column ops.entity_links.local_entity_id is 'The entity as the article alone would name it, from label and name.';
comment on column ops.entity_links.entity_id is 'The entity that the pipeline decided on. What the overrides file says is in ops.article_entities.';
comment on column ops.entity_links.decision is 'joined (to a known entity) or founded (a new one).';
comment on column ops.entity_links.score is 'Log odds that it is that entity; null for a new one.';
comment on column ops.entity_links.evidence is 'What spoke for and against it, each with its weight.';
comment on column ops.entity_links.other_entity_id is 'The next best entity.';
comment on column ops.entity_links.other_score is 'Log odds that it is that one.';
comment on column ops.entity_links.other_evidence is 'What spoke for and against that one.';

-- Grain: one row per key and entity.
create table ops.entity_keys (
    key varchar not null,
    entity_id varchar not null,
    article_count integer not null
);
comment on table ops.entity_keys is 'Keys that entities are looked up by when articles are loaded: one row per key and entity.';
comment on column ops.entity_keys.key is 'Kind and text, such as family:smith or initials:wsj.';
comment on column ops.entity_keys.entity_id is 'The entity, overrides left aside.';
comment on column ops.entity_keys.article_count is 'Articles in which it has the key.';

-- Grain: one row per entity, kind and value.
create table ops.entity_facts (
    entity_id varchar not null,
    kind varchar not null check (kind in ('name', 'alias', 'label', 'country', 'gender', 'role', 'organisation')),
    value varchar not null,
    article_count integer not null
);
comment on table ops.entity_facts is 'What articles say of entities, counted: one row per entity, kind and value.';
comment on column ops.entity_facts.entity_id is 'The entity, overrides left aside.';
comment on column ops.entity_facts.kind is 'name, alias, label, country, gender, role or organisation.';
comment on column ops.entity_facts.value is 'What they say.';
comment on column ops.entity_facts.article_count is 'Articles that say so.';

-- Grain: one row per article.
create table ops.article_contexts (
    article_id varchar not null,
    names varchar[] not null,
    words varchar[] not null,
    countries varchar[] not null
);
comment on table ops.article_contexts is 'What articles are about, by which entities of one name are told apart: one row per article.';
comment on column ops.article_contexts.article_id is 'The article.';
comment on column ops.article_contexts.names is 'Names of its most mentioned entities, in plain form.';
comment on column ops.article_contexts.words is 'Its most frequent content words.';
comment on column ops.article_contexts.countries is 'Its most mentioned countries, ISO 3166-1 alpha-2.';

-- Grain: one row per entity, or part of one, that the overrides file gives another id or name.
create table ops.overrides (
    kind varchar not null check (kind in ('merge', 'apart', 'split', 'rename')),
    resolved_entity_id varchar not null,
    article_id varchar,
    local_name varchar,
    entity_id varchar not null,
    name varchar,
    reason varchar not null
);
comment on table ops.overrides is 'What the overrides file changes, in ids: one row per entity, article or name that it is about.';
comment on column ops.overrides.kind is 'merge, apart, split or rename.';
comment on column ops.overrides.resolved_entity_id is 'The entity as the pipeline alone decided.';
comment on column ops.overrides.article_id is 'For a split: the article that means the other.';
comment on column ops.overrides.local_name is 'For entities to be kept apart: the name, in lower case, by which articles mean the other.';
comment on column ops.overrides.entity_id is 'The entity that it is instead.';
comment on column ops.overrides.name is 'The name that the entity is given.';
comment on column ops.overrides.reason is 'The reason that the file gives.';
