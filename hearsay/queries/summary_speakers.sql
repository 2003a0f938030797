-- Grain: one row per speaker, the most quoted first.
select speaker, quotes, articles, denials from reports.top_speakers limit 5
