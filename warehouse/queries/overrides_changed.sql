-- Grain: one row, how many overrides have come or gone.
select count(*)
from (
    (from ops.overrides except from wanted_overrides)
    union all
    (from wanted_overrides except from ops.overrides)
);
