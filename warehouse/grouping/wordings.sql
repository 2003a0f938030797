-- Grain: one row per wording in wanted_wordings that has been decided on.
select
    wording_id, claim_group_id, is_opposite, joined_wording_id, relation, score, evidence,
    fingerprint = $fingerprint as is_current
from ops.claim_wordings
semi join wanted_wordings using (wording_id)
