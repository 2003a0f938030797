-- No keys and no foreign keys: DuckDB rejects a parent and child re-inserted in one transaction. Unique ids and
-- orphans are expectations instead (expectations/).

-- Grain: one row per article, its current revision.
create table articles (
    article_id varchar not null,
    url varchar,
    url_key varchar,
    outlet varchar,
    title varchar,
    authors varchar[] not null,
    byline varchar,
    wire_credit varchar,
    published_at timestamptz,
    published_at_raw varchar,
    published_at_source varchar,
    published_at_precision varchar,
    modified_at timestamptz,
    retrieved_at timestamptz not null,
    dateline_place varchar,
    section varchar,
    language varchar,
    body varchar not null,
    word_count integer not null check (word_count >= 0),
    text_sha256 varchar not null,
    revision integer not null check (revision >= 1),
    status varchar not null check (status in ('ok', 'partial', 'unsupported_language')),
    source_document varchar not null,
    document_sha256 varchar not null
);
comment on table articles is 'News articles: one row per article, its current revision. Character offsets in all other tables count code points of articles.body from 0, end exclusive: substr(body, start_char + 1, end_char - start_char).';
comment on column articles.article_id is 'Identifier, from the URL key; without a URL, from the text.';
comment on column articles.url is 'Address as read from the document.';
comment on column articles.url_key is 'Address without scheme, tracking parameters and other variants: equal for copies of one page.';
comment on column articles.outlet is 'Who published it.';
comment on column articles.title is 'Headline.';
comment on column articles.authors is 'Names of the authors, in the order of the byline; empty where none is given.';
comment on column articles.byline is 'Line naming the authors, as printed.';
comment on column articles.wire_credit is 'News agency that the text is credited to, such as Reuters.';
comment on column articles.published_at is 'When it was published.';
comment on column articles.published_at_raw is 'Date as printed or marked up, before parsing.';
comment on column articles.published_at_source is 'Where the date was read: json-ld, opengraph, meta, record, text ...';
comment on column articles.published_at_precision is 'How exact the date is: second, minute or day.';
comment on column articles.modified_at is 'When the outlet last changed it.';
comment on column articles.retrieved_at is 'When the document was retrieved; for a file, its modification time.';
comment on column articles.dateline_place is 'Place in the dateline, such as TOKYO.';
comment on column articles.section is 'Section of the outlet, such as World.';
comment on column articles.language is 'Language of the body, ISO 639-1.';
comment on column articles.body is 'Text of the article without captions, link lists and other boilerplate.';
comment on column articles.word_count is 'Words in the body.';
comment on column articles.text_sha256 is 'SHA-256 of the body.';
comment on column articles.revision is 'Number of the current revision, from 1; the others are in article_revisions.';
comment on column articles.status is 'ok, partial (part of the text is missing) or unsupported_language (kept, not annotated).';
comment on column articles.source_document is 'Path or URL as read, with #n for record n of a file of many.';
comment on column articles.document_sha256 is 'SHA-256 of the document''s bytes.';

-- Grain: one row per different text of an article.
create table article_revisions (
    article_id varchar not null,
    revision integer not null check (revision >= 1),
    text_sha256 varchar not null,
    published_at timestamptz,
    modified_at timestamptz,
    retrieved_at timestamptz not null,
    title varchar,
    body varchar not null,
    source_document varchar not null,
    document_sha256 varchar not null,
    version_order varchar not null
);
comment on table article_revisions is 'Every version of every article that was read: one row per different text of an article.';
comment on column article_revisions.article_id is 'The article.';
comment on column article_revisions.revision is 'Number of the revision, from 1, in the order of version_order.';
comment on column article_revisions.text_sha256 is 'SHA-256 of the body.';
comment on column article_revisions.published_at is 'When the version says that the article was published.';
comment on column article_revisions.modified_at is 'When the version says that it was last changed.';
comment on column article_revisions.retrieved_at is 'When the version was first retrieved.';
comment on column article_revisions.title is 'Headline of the version.';
comment on column article_revisions.body is 'Text of the version.';
comment on column article_revisions.source_document is 'Path or URL that the version was read from.';
comment on column article_revisions.document_sha256 is 'SHA-256 of that document''s bytes.';
comment on column article_revisions.version_order is 'Sort key of the versions of an article: modified (else published) time, retrieval time, document.';
