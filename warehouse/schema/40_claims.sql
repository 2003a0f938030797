-- Grain: one row per proposition made in an article.
create table claims (
    claim_id varchar not null,
    article_id varchar not null,
    quote_id varchar,
    sentence_id varchar,
    text varchar not null,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    subject varchar,
    predicate varchar,
    object varchar,
    subject_entity_id varchar,
    object_entity_id varchar,
    claimant_entity_id varchar,
    claimant_name varchar,
    stance varchar not null,
    is_negated boolean not null,
    factuality double,
    checkworthiness double,
    event_start date,
    event_end date,
    claim_group_id varchar not null,
    embedding float[384],
    statement varchar,
    is_clause boolean not null default true,
    denies_claim_id varchar,
    wording_id varchar,
    numbers struct(text varchar, value double, unit varchar, start_char integer, end_char integer)[] not null default [],
    side varchar check (side in ('for', 'against')),
    check (start_char < end_char)
);
comment on table claims is 'Propositions and who stands behind them: one row per proposition made in an article.';
comment on column claims.claim_id is 'Identifier.';
comment on column claims.article_id is 'The article.';
comment on column claims.quote_id is 'The attribution that makes the claim; null: the article''s own voice.';
comment on column claims.sentence_id is 'The sentence that it starts in.';
comment on column claims.text is 'The characters from start_char to end_char.';
comment on column claims.start_char is 'First character in the body.';
comment on column claims.end_char is 'End in the body, exclusive.';
comment on column claims.subject is 'Subject of the proposition, as printed; null: the words leave it out.';
comment on column claims.predicate is 'Its verb with auxiliaries and negation, as printed; null: there is none.';
comment on column claims.object is 'Its object or complement, as printed.';
comment on column claims.subject_entity_id is 'Entity that the subject names or stands for.';
comment on column claims.object_entity_id is 'Entity that the object names or stands for.';
comment on column claims.claimant_entity_id is 'Entity that makes the claim, where resolved.';
comment on column claims.claimant_name is 'Name of who makes the claim.';
comment on column claims.stance is 'What the claimant does with the proposition: asserts, confirms, alleges, predicts, denies, questions, urges (somebody else to do it), proposes, promises, supports, opposes or declines it; stance_side() tells which hold it to be true or false.';
comment on column claims.is_negated is 'Whether the proposition itself is negated.';
comment on column claims.factuality is 'How certain the claimant puts it forward to be: 3 (certainly so) over 0 (unknown) to -3 (certainly not so), FactBank''s scale; what is denied is negative. Null: it has no predicate.';
comment on column claims.checkworthiness is 'How much it is worth checking, 0 to 1: how likely ClaimBuster''s annotators are to call it so.';
comment on column claims.event_start is 'First day of the time that it tells, resolved against the day of publication.';
comment on column claims.event_end is 'Last day of that time.';
comment on column claims.claim_group_id is 'The claim wherever it is made.';
comment on column claims.embedding is 'Vector of the statement, of length 1, for search by meaning: the dot product of two is their cosine. Null: the warehouse was built without the model of claims.';
comment on column claims.statement is 'The text as a sentence that is understood without its article: pronouns and nominals replaced by names or by the fullest phrase of their chain, relative dates told in parentheses, omitted subjects put before it, verbs made finite ("accused Lee of lying": Lee lied; "urged Lee to wait": Lee should wait).';
comment on column claims.is_clause is 'Whether the statement is a clause, that can be true or false, or be done; false: a mere phrase, such as "the allegations", or too little, such as "It is".';
comment on column claims.denies_claim_id is 'The claim of the same article whose proposition this one denies, as in "There is no such fact" or "dismissed the report"; never one that denies itself; null: none is known.';
comment on column claims.numbers is 'Numbers in the text, in order: as printed, value, unit (ISO 4217 code, percent, a measure, or the noun that is counted) and place in the body. Vague ones ("dozens"), ordinals and dates are none.';
comment on column claims.wording_id is 'Equal statements have the same one: within an article, and within a year where the statement can be understood without its article.';
comment on column claims.side is 'The side that the claimant takes in the claim group: for (holds that its text is true) or against (denies or contradicts it); null: neither, such as a question.';

-- Grain: one row per claim, wherever and however often it is made.
create table claim_groups (
    claim_group_id varchar not null,
    text varchar not null,
    claim_count integer not null,
    article_count integer not null,
    outlet_count integer not null,
    first_claimed_at timestamptz,
    last_claimed_at timestamptz,
    status varchar not null check (status in ('single', 'corroborated', 'disputed'))
);
comment on table claim_groups is 'Claims across articles: one row per claim, wherever and however often it is made.';
comment on column claim_groups.claim_group_id is 'Identifier, from the wording that founded the group; it stays when others join.';
comment on column claim_groups.text is 'The claim as it was made first, as a statement that is understood without its article.';
comment on column claim_groups.claim_count is 'Times that it is made.';
comment on column claim_groups.article_count is 'Articles that make it.';
comment on column claim_groups.outlet_count is 'Known outlets that carry it.';
comment on column claim_groups.first_claimed_at is 'Earliest publication (else retrieval) of an article that makes it.';
comment on column claim_groups.last_claimed_at is 'Latest publication (else retrieval) of an article that makes it.';
comment on column claim_groups.status is 'disputed: somebody denies or contradicts it, and words tell what, not only "the allegation" (who only does not believe it disputes what somebody says); corroborated: told by at least two outlets independently, neither in a reprint nor with credit to the other; single: neither.';

-- Grain: one row per pair of claims.
create table claim_links (
    claim_a varchar not null,
    claim_b varchar not null,
    relation varchar not null check (relation in ('same', 'supports', 'contradicts')),
    score double not null,
    check (claim_a < claim_b)
);
comment on table claim_links is 'Relations between claims: one row per pair. Claims of a group are linked to its first claim, not each to each; claims that support one another are in different groups.';
comment on column claim_links.claim_a is 'The claim with the smaller identifier.';
comment on column claim_links.claim_b is 'The other claim.';
comment on column claim_links.relation is 'same (one proposition on one side), contradicts (on opposite sides, a denial and what it denies included) or supports (one makes the other likelier without saying it).';
comment on column claim_links.score is 'How sure the relation is, 0 to 1; 1 for equal words and for denials within an article.';
