-- Give one column of a table, {table}.{column}, the entities that its rows are of now, by the name printed there.
update {table}
set {column} = found.entity_id
from (
    select changed.rowid as changed_row, coalesce(by_name.entity_id, others.entity_id) as entity_id
    from {table} as changed
    join named_moves as others
        on others.article_id = changed.article_id and others.old_entity_id = changed.{column} and others.name = ''
    left join named_moves as by_name
        on by_name.article_id = changed.article_id and by_name.old_entity_id = changed.{column}
        and by_name.name = regexp_replace(changed.{printed}, '\s+', ' ', 'g') and by_name.name <> ''
) as found
where {table}.rowid = found.changed_row;
