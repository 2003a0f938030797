-- Only one run writes a warehouse at a time: another one that is said to be running was killed.
update ops.runs set status = 'failed' where status = 'running' and run_id <> $run_id
