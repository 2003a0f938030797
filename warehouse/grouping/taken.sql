-- Which of wanted_groups are groups of what these versions of pipeline and models have decided.
select distinct claim_group_id
from ops.claim_wordings
semi join wanted_groups using (claim_group_id)
where fingerprint = $fingerprint
