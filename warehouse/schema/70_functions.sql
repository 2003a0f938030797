create macro excerpt(body, start_char, end_char) as trim(regexp_replace(
    substr(body, greatest(start_char - 60, 0) + 1, least(end_char - start_char, 400) + least(start_char, 60) + 60),
    '\s+', ' ', 'g'
));
comment on macro excerpt is 'A passage of an article with up to 60 characters before and after it, on one line.';

create macro source_of(document) as case
    when regexp_matches(document, '^[A-Za-z][A-Za-z0-9+.-]*://') then regexp_extract(document, '://(?:[^/@]*@)?([^/?#:]+)', 1)
    when regexp_matches(document, '#[0-9]+$') then regexp_replace(document, '#[0-9]+$', '')
    else coalesce(nullif(regexp_extract(document, '^(.+)/[^/]*$', 1), ''), '.')
end;
comment on macro source_of is 'Where a document came from, by its path or address: the file of many records, the folder or the host.';

create macro words_of(passage) as ' ' || array_to_string(regexp_extract_all(lower(passage), '[\p{L}\p{N}]+'), ' ') || ' ';
comment on macro words_of is 'The words of a passage, without case, punctuation and line breaks, each between spaces.';

create macro stance_side(stance) as case
    when stance in ('asserts', 'confirms', 'alleges', 'predicts') then 'asserts'
    when stance = 'denies' then 'denies'
end;
comment on macro stance_side is 'The side that a stance takes on whether a proposition is true: asserts, denies, or null where it takes none, such as to question, urge, propose, promise or decline.';

create macro outlet_key(name) as regexp_replace(lower(trim(name)), '^the\s+', '');
comment on macro outlet_key is 'The name of an outlet or news agency for comparison: without case and leading the.';

create macro is_outlet_name(name) as regexp_matches(
    lower(name),
    '\b(?:times|post|journal|news|herald|tribune|gazette|chronicle|observer|guardian|telegraph|courier|mail|magazine|broadcast\w*|radio|television|tv|press|reuters|xinhua|tass|bloomberg|kyodo|yonhap|bbc|cnn|nbc|cbs|abc|npr|pbs|afp|nhk)$'
);
comment on macro is_outlet_name is 'Whether a name is one that outlets and news agencies have, such as Wall Street Journal.';
