-- A range that is read again replaces what began with the same record.
delete from ops.archive_records
where (archive, first_record) in (select (archive, first_record) from staged_archive_records);
insert into ops.archive_records by name
select * from staged_archive_records;
