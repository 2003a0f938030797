select started_at from ops.runs where run_id = $run_id
