create schema if not exists ops;

-- Grain: one row, the version of this file's tables.
create table ops.schema_version (
    version integer not null
);
comment on table ops.schema_version is 'Version of the tables in this file: one row.';
comment on column ops.schema_version.version is 'Counts up whenever a table changes; a file of another version is not opened for loading.';
