insert into ops.validations by name
select outcomes.*, $run_id as run_id, $batch_id as batch_id, $validated_at::timestamptz as validated_at
from staged_outcomes as outcomes
