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
    reprint_of varchar,
    status varchar not null check (
        status in ('ok', 'partial', 'paywalled', 'live_blog', 'index', 'doubtful', 'unsupported_language')
    ),
    source_document varchar not null,
    document_sha256 varchar not null,
    published_at_zone varchar,
    modified_at_raw varchar,
    modified_at_source varchar,
    retrieved_at_source varchar,
    url_source varchar,
    outlet_source varchar,
    title_source varchar,
    authors_source varchar,
    byline_source varchar,
    wire_credit_source varchar,
    section_source varchar,
    is_free boolean,
    extractor_agreement double,
    correction varchar,
    update_note varchar,
    editors_note varchar
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
comment on column articles.published_at_source is 'Where the date was read: json-ld, opengraph, meta, microdata, time, htmldate, record, text (a line above the article) or dateline.';
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
comment on column articles.reprint_of is 'The earliest article that it shares at least half of its own text with; null for an article of its own. Where it is null, each text counts once.';
comment on column articles.status is 'ok, partial (its beginning only, or a few words), paywalled (a teaser) or live_blog; kept and not annotated are index (a list of headlines), doubtful (two extractors disagree on the body) and unsupported_language.';
comment on column articles.source_document is 'Path or URL as read, with #n for record n of a file of many.';
comment on column articles.document_sha256 is 'SHA-256 of the document''s bytes.';
comment on column articles.published_at_zone is 'Offset from UTC as it was given, such as +01:00; null where none was given and UTC is assumed.';
comment on column articles.modified_at_raw is 'That time as printed or marked up, before parsing.';
comment on column articles.modified_at_source is 'Where it was read: the same words as for published_at_source.';
comment on column articles.retrieved_at_source is 'Where that was read: archive (the time of a capture), record, or file (its modification time).';
comment on column articles.url_source is 'Where the address was read: link (rel=canonical), opengraph, json-ld, meta, html or record.';
comment on column articles.outlet_source is 'Where the outlet was read: json-ld, opengraph, meta, html (behind the title), record or url (its host).';
comment on column articles.title_source is 'Where the title was read: json-ld, opengraph, meta, trafilatura, record or text (its first line).';
comment on column articles.authors_source is 'Where the authors were read: json-ld, opengraph, meta, microdata, html (a printed byline), record or text.';
comment on column articles.byline_source is 'Where the byline was read: html (an element of the page), text (a line of the text) or record.';
comment on column articles.wire_credit_source is 'Where the agency was read: json-ld, meta, html or text (dateline, byline, sign-off).';
comment on column articles.section_source is 'Where the section was read: json-ld, opengraph, meta or record.';
comment on column articles.is_free is 'Whether the article can be read without paying, as the page says; null where it does not.';
comment on column articles.extractor_agreement is 'How far a second extractor found the same body in the page, 0 to 1; null for plain text.';
comment on column articles.correction is 'What the outlet says that it corrected or clarified, one note a line; null where it says nothing.';
comment on column articles.update_note is 'What the outlet says of updates, one note a line; those that bring news are in the body, too.';
comment on column articles.editors_note is 'What the editors say of the article, one note a line.';

-- Grain: one row per version of an article: a text, from when it was shown until another one was.
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
comment on table article_revisions is 'Every version of every article that was read, in order: one row per version. An outlet that goes back to an earlier text makes a version of its own, so a text may stand there twice.';
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
comment on column article_revisions.version_order is 'Sort key of the versions of an article: when it is known to have been shown (the retrieval of an archive or record, else the modified or published time, else the time of the file), modified (else published) time, retrieval, document.';
