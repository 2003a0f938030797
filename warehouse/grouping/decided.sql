-- Keep what was decided, and bring the batch's claims to it.
insert into ops.claim_wordings by name from decided_wordings;
insert into ops.wording_supports by name
select wording_a, wording_b, max(score) as score
from decided_supports
anti join ops.wording_supports using (wording_a, wording_b)
group by wording_a, wording_b;
update claims
set claim_group_id = moved.claim_group_id, side = moved.side
from moved_claims as moved
where claims.claim_id = moved.claim_id;
