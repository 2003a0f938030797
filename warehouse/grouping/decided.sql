-- Keep what was decided in place of what other versions had decided, and bring the claims to it.
delete from ops.claim_wordings where wording_id in (select wording_id from decided_wordings);
insert into ops.claim_wordings by name from decided_wordings;
delete from ops.wording_supports
where fingerprint not in (select fingerprint from decided_wordings)
    and (
        wording_a in (select wording_id from decided_wordings) or wording_b in (select wording_id from decided_wordings)
    );
insert into ops.wording_supports by name
select wording_a, wording_b, max(score) as score, fingerprint
from decided_supports
anti join ops.wording_supports using (wording_a, wording_b)
group by wording_a, wording_b, fingerprint;

-- Grain: one row per claim that comes to another group, or to the other side of it.
create or replace temp table regrouped_claims as
select claims.claim_id, claims.claim_group_id as earlier_group_id, placed.claim_group_id, placed.side
from claims
join placed_claims as placed using (claim_id)
where claims.claim_group_id <> placed.claim_group_id or claims.side is distinct from placed.side;
update claims
set claim_group_id = regrouped_claims.claim_group_id, side = regrouped_claims.side
from regrouped_claims
where claims.claim_id = regrouped_claims.claim_id;
