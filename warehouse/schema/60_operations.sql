-- Grain: one row per document and content read.
create table ops.documents (
    source_document varchar not null,
    document_sha256 varchar not null,
    source varchar not null,
    outlet_key varchar,
    media_type varchar,
    retrieved_at timestamptz,
    status varchar not null check (status in ('article', 'rejected')),
    article_id varchar,
    text_sha256 varchar,
    version_order varchar,
    rejection_id varchar,
    reason varchar,
    batch_id varchar not null,
    fingerprint varchar not null,
    loaded_at timestamptz not null
);
comment on table ops.documents is 'Every document that was read, an article or a rejection: one row per path (or URL) and content.';
comment on column ops.documents.source_document is 'Path or URL as read, with #n for record n of a file of many.';
comment on column ops.documents.document_sha256 is 'SHA-256 of the document''s bytes.';
comment on column ops.documents.source is 'Where it came from: the name of a source, else the file of many records, the folder or the host.';
comment on column ops.documents.outlet_key is 'Outlet, also where no article was found: the registered domain of its address, else its name in lower case.';
comment on column ops.documents.media_type is 'text/plain, text/html or application/json.';
comment on column ops.documents.retrieved_at is 'When it was retrieved; for a file, its modification time.';
comment on column ops.documents.status is 'article or rejected.';
comment on column ops.documents.article_id is 'The article that it became.';
comment on column ops.documents.text_sha256 is 'SHA-256 of that article''s body as this document has it: which revision it is.';
comment on column ops.documents.version_order is 'Sort key of the version that it showed (article_revisions.version_order); null where it became no article, and for a file that is a copy of another.';
comment on column ops.documents.rejection_id is 'Why it was rejected: ops.rejections.';
comment on column ops.documents.reason is 'Why it was rejected, in short.';
comment on column ops.documents.batch_id is 'The batch that it was read in.';
comment on column ops.documents.fingerprint is 'Versions of pipeline and model that read it; the same document is not read again by the same versions.';
comment on column ops.documents.loaded_at is 'When it was loaded.';

-- Grain: one row per article.
create table ops.article_runs (
    article_id varchar not null,
    revision integer not null,
    run_id varchar not null,
    batch_id varchar not null,
    model_id varchar,
    loaded_at timestamptz not null
);
comment on table ops.article_runs is 'Which run, batch and model gave the rows of an article: one row per article.';
comment on column ops.article_runs.article_id is 'The article.';
comment on column ops.article_runs.revision is 'The revision that the rows are of, when they were loaded.';
comment on column ops.article_runs.run_id is 'The run that loaded it.';
comment on column ops.article_runs.batch_id is 'The batch that it came in.';
comment on column ops.article_runs.model_id is 'The model that annotated it: ops.models.';
comment on column ops.article_runs.loaded_at is 'When it was loaded.';

-- Grain: one row per entity of an article.
create table ops.article_entities (
    article_id varchar not null,
    local_entity_id varchar not null,
    entity_id varchar not null,
    name varchar not null,
    label varchar not null,
    country_code varchar,
    gender varchar,
    mention_count integer not null,
    aliases varchar[] not null,
    keys varchar[] not null,
    roles varchar[] not null,
    organisations varchar[] not null,
    resolved_entity_id varchar not null
);
comment on table ops.article_entities is 'Entities as each article knows them, which main.entities sums up: one row per article and entity as the article knows it.';
comment on column ops.article_entities.article_id is 'The article.';
comment on column ops.article_entities.local_entity_id is 'The entity as the article alone would name it, from label and name.';
comment on column ops.article_entities.entity_id is 'The entity of the warehouse.';
comment on column ops.article_entities.name is 'Fullest name in the article.';
comment on column ops.article_entities.label is 'Type in the article.';
comment on column ops.article_entities.country_code is 'Country, ISO 3166-1 alpha-2.';
comment on column ops.article_entities.gender is 'female or male, where pronouns, titles or the given name tell.';
comment on column ops.article_entities.mention_count is 'Mentions of it in the article.';
comment on column ops.article_entities.aliases is 'Names that these mentions use, sorted: at most twelve, the most frequent.';
comment on column ops.article_entities.keys is 'Keys that it is looked up by: ops.entity_keys.';
comment on column ops.article_entities.roles is 'Roles that the article gives it, in lower case.';
comment on column ops.article_entities.organisations is 'Organisations and countries of these roles, in plain form.';
comment on column ops.article_entities.resolved_entity_id is 'The entity that the pipeline alone decided on; another than entity_id where the overrides file says otherwise.';

-- Grain: one row per entity and role that an article says it has.
create table ops.article_roles (
    article_id varchar not null,
    entity_id varchar not null,
    role varchar not null,
    organisation varchar,
    organisation_entity_id varchar,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    check (start_char < end_char)
);
comment on table ops.article_roles is 'Roles as each article gives them, which main.entity_roles dates: one row per article, entity and role.';
comment on column ops.article_roles.article_id is 'The article.';
comment on column ops.article_roles.entity_id is 'Who has the role.';
comment on column ops.article_roles.role is 'The role as printed, without the organisation.';
comment on column ops.article_roles.organisation is 'Country, body or company that the role is in, if it is said.';
comment on column ops.article_roles.organisation_entity_id is 'The organisation''s entity.';
comment on column ops.article_roles.start_char is 'First character of the phrase that says it.';
comment on column ops.article_roles.end_char is 'End of the phrase, exclusive.';

-- Grain: one row per article, entity and role. When a role was first and last given is worked out at reading: a new
-- article would otherwise touch the rows of all the articles before it.
create view main.entity_roles as
with roles as (
    select
        roles.*,
        coalesce(articles.published_at, articles.retrieved_at) as seen_at
    from ops.article_roles as roles
    join main.articles using (article_id)
)
select
    entity_id,
    role,
    organisation,
    organisation_entity_id,
    article_id,
    start_char,
    end_char,
    min(seen_at) over same_role as first_seen_at,
    max(seen_at) over same_role as last_seen_at
from roles
window same_role as (
    partition by entity_id, lower(role), coalesce(organisation_entity_id, lower(organisation))
);
comment on view main.entity_roles is 'What articles say that people are: one row per article, entity and role ("chief cabinet secretary" of "Japan").';
comment on column main.entity_roles.entity_id is 'Who has the role.';
comment on column main.entity_roles.role is 'The role as printed, without the organisation: "chief cabinet secretary", "former senior adviser".';
comment on column main.entity_roles.organisation is 'Country, body or company that the role is in, if it is said.';
comment on column main.entity_roles.organisation_entity_id is 'The organisation''s entity.';
comment on column main.entity_roles.article_id is 'The article that says it.';
comment on column main.entity_roles.start_char is 'First character of the phrase that says it.';
comment on column main.entity_roles.end_char is 'End of the phrase, exclusive.';
comment on column main.entity_roles.first_seen_at is 'Publication (else retrieval) of the earliest article that says the same of the same entity.';
comment on column main.entity_roles.last_seen_at is 'Publication (else retrieval) of the latest article that says the same of the same entity.';

-- Grain: one row per line dropped from an article.
create table ops.removed_lines (
    article_id varchar not null,
    position integer not null,
    line varchar not null,
    reason varchar not null
);
comment on table ops.removed_lines is 'Lines that were read with an article and are no part of its body: one row per line.';
comment on column ops.removed_lines.article_id is 'The article.';
comment on column ops.removed_lines.position is 'Number of the line in the document''s text, from 0.';
comment on column ops.removed_lines.line is 'The line.';
comment on column ops.removed_lines.reason is 'Why it was dropped: caption, timestamp, dateline, byline, link list ...';

-- Grain: one row per outlet, line and article.
create table ops.outlet_lines (
    outlet_key varchar not null,
    line_hash ubigint not null,
    article_id varchar not null,
    position integer not null,
    length integer not null,
    documents_needed integer not null
);
comment on table ops.outlet_lines is 'Lines of articles that are boilerplate if others of the outlet have them, too: one row per outlet, line and article. Only added to, so that what was learnt is never unlearnt.';
comment on column ops.outlet_lines.outlet_key is 'The outlet: the registered domain of its address, else its name in lower case.';
comment on column ops.outlet_lines.line_hash is 'Hash of the line''s words.';
comment on column ops.outlet_lines.article_id is 'The article.';
comment on column ops.outlet_lines.position is 'Number of the line in the document''s text, from 0.';
comment on column ops.outlet_lines.length is 'Characters of the line.';
comment on column ops.outlet_lines.documents_needed is 'Articles, none a copy of another, that must have it to make it boilerplate.';

-- Grain: one row per document, row or line kept out.
create table ops.rejections (
    rejection_id varchar not null,
    stage varchar not null,
    reason varchar not null,
    detail varchar,
    source_document varchar not null,
    source varchar not null,
    article_id varchar,
    table_name varchar,
    input varchar not null,
    run_id varchar not null,
    batch_id varchar not null,
    rejected_at timestamptz not null
);
comment on table ops.rejections is 'What was kept out of the tables, and why: one row per document or row.';
comment on column ops.rejections.rejection_id is 'Identifier, from stage, reason and input.';
comment on column ops.rejections.stage is 'Where it was rejected: ingest, extract, annotate or validate.';
comment on column ops.rejections.reason is 'Why, short and countable.';
comment on column ops.rejections.detail is 'The particulars.';
comment on column ops.rejections.source_document is 'Path or URL that it came from.';
comment on column ops.rejections.source is 'Where it came from: the name of a source, else the file of many records, the folder or the host.';
comment on column ops.rejections.article_id is 'The article, where there is one.';
comment on column ops.rejections.table_name is 'The table that a rejected row was meant for.';
comment on column ops.rejections.input is 'What was rejected, as text or JSON, shortened.';
comment on column ops.rejections.run_id is 'The run that rejected it last.';
comment on column ops.rejections.batch_id is 'The batch that it came in.';
comment on column ops.rejections.rejected_at is 'When it was rejected last.';

-- Grain: one row per kind of record in a range of an archive that was read together.
create table ops.archive_records (
    archive varchar not null,
    first_record integer not null,
    kind varchar not null,
    records integer not null check (records >= 0),
    source varchar not null,
    batch_id varchar not null,
    fingerprint varchar not null,
    loaded_at timestamptz not null
);
comment on table ops.archive_records is 'What the records of web archives are: one row per kind of record in a range of an archive that was read together.';
comment on column ops.archive_records.archive is 'Path of the archive.';
comment on column ops.archive_records.first_record is 'Number of the range''s first record, from 1.';
comment on column ops.archive_records.kind is 'document (an article or a rejection), or what was passed over: request, revisit, warcinfo, response 301, response image/png ...';
comment on column ops.archive_records.records is 'Records of this kind, as they were counted when the archive was planned.';
comment on column ops.archive_records.source is 'Where it came from: the name of a source, else the archive.';
comment on column ops.archive_records.batch_id is 'The batch that the range was read in.';
comment on column ops.archive_records.fingerprint is 'Versions of pipeline and model that read it.';
comment on column ops.archive_records.loaded_at is 'When it was loaded.';

-- Grain: one row per run, batch and expectation.
create table ops.validations (
    run_id varchar not null,
    batch_id varchar not null,
    suite varchar not null,
    expectation varchar not null,
    columns varchar not null,
    why varchar not null,
    severity varchar not null check (severity in ('critical', 'warning')),
    success boolean not null,
    evaluated_count integer not null,
    unexpected_count integer not null,
    examples varchar not null,
    validated_at timestamptz not null
);
comment on table ops.validations is 'What Great Expectations found in each batch: one row per run, batch and expectation.';
comment on column ops.validations.run_id is 'The run.';
comment on column ops.validations.batch_id is 'The batch.';
comment on column ops.validations.suite is 'The suite, named like the table that it guards.';
comment on column ops.validations.expectation is 'What is expected, as Great Expectations names it.';
comment on column ops.validations.columns is 'The columns looked at.';
comment on column ops.validations.why is 'Why it is expected.';
comment on column ops.validations.severity is 'critical: rows that fail are quarantined; warning: they are loaded and counted.';
comment on column ops.validations.success is 'Whether every row met it.';
comment on column ops.validations.evaluated_count is 'Rows looked at.';
comment on column ops.validations.unexpected_count is 'Rows that failed.';
comment on column ops.validations.examples is 'Some of the values that failed, as JSON.';
comment on column ops.validations.validated_at is 'When it was checked.';

-- Grain: one row per run.
create table ops.runs (
    run_id varchar not null,
    started_at timestamptz not null,
    ended_at timestamptz,
    status varchar not null check (status in ('running', 'succeeded', 'failed')),
    counts json,
    versions json,
    engine varchar
);
comment on table ops.runs is 'Runs of the pipeline: one row per run.';
comment on column ops.runs.run_id is 'Identifier, Dagster''s run id.';
comment on column ops.runs.started_at is 'When it started.';
comment on column ops.runs.ended_at is 'When it ended; null while it runs or where it was killed.';
comment on column ops.runs.status is 'running, succeeded or failed.';
comment on column ops.runs.counts is 'What it read and loaded: number by name.';
comment on column ops.runs.versions is 'Versions of pipeline, model and libraries by name.';
comment on column ops.runs.engine is 'Where its articles were annotated: local (this machine) or ray (a cluster).';

-- Grain: one row per model.
create table ops.models (
    model_id varchar not null,
    name varchar not null,
    version varchar,
    sha256 varchar,
    description json,
    first_used_at timestamptz not null
);
comment on table ops.models is 'Models that annotated articles or compared claims: one row per model.';
comment on column ops.models.model_id is 'Identifier.';
comment on column ops.models.name is 'Name of the model, such as en_hearsay or en_claims.';
comment on column ops.models.version is 'Its version.';
comment on column ops.models.sha256 is 'SHA-256 of its files.';
comment on column ops.models.description is 'All that it says of itself.';
comment on column ops.models.first_used_at is 'When it first gave rows to this warehouse.';
