-- What an article goes by where it has no title or outlet.
create or replace temp macro headline_of(title, body) as coalesce(
    title,
    concat('“', left(trim(regexp_extract(body, '[^\n\r]+')), 70), if(length(trim(body)) > 70, '…', ''), '”')
);
create or replace temp macro outlet_of(outlet, wire_credit) as coalesce(outlet, wire_credit);
-- Grain: one row per quote that makes claims.
create or replace temp view quote_stances as
select quote_id, string_agg(distinct stance, ', ' order by stance) as stance
from claims
where quote_id is not null
group by quote_id;
