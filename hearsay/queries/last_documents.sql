-- Grain: one row per source.
select source, max(loaded_at) as last_loaded_at
from ops.documents
group by source
