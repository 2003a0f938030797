-- Grain: one row per row of a table that the run that validated last has set aside; the first ones of each reason.
select table_name, reason, detail, article_id, source_document, input
from ops.rejections
where stage = 'validate'
    and run_id = (select run_id from ops.validations order by validated_at desc, run_id limit 1)
qualify row_number() over (partition by table_name, reason order by rejection_id) <= $each
order by table_name, reason, rejection_id;
