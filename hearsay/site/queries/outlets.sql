-- Grain: one row per outlet.
select outlet, articles, wire_articles, quotes, quotes_per_1000_words, direct_share, anonymous_share, named_speakers
from reports.outlet_sourcing
order by articles desc, outlet
limit $rows;
