create macro excerpt(body, start_char, end_char) as trim(regexp_replace(
    substr(body, greatest(start_char - 60, 0) + 1, least(end_char - start_char, 400) + least(start_char, 60) + 60),
    '\s+', ' ', 'g'
));
comment on macro excerpt is 'A passage of an article with up to 60 characters before and after it, on one line.';
