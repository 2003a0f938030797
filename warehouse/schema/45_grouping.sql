-- Grain: one row per article and key.
create table ops.article_keys (
    article_id varchar not null,
    published_on date,
    key ubigint not null
);
comment on table ops.article_keys is 'Keys by which articles on the same event find one another: one row per article and key.';
comment on column ops.article_keys.article_id is 'The article.';
comment on column ops.article_keys.published_on is 'Day of publication, else of the archive that it was read from; null: unknown, so that it may be of any day.';
comment on column ops.article_keys.key is 'Hash of a name, a country or a content word that it often has.';

-- Grain: one row per wording that can be compared, also of articles that have been taken back.
create table ops.claim_wordings (
    wording_id varchar not null,
    claim_group_id varchar not null,
    is_opposite boolean not null,
    joined_wording_id varchar,
    relation varchar check (relation in ('same', 'contradicts')),
    score double check (score between 0 and 1),
    evidence varchar not null check (evidence in ('founded', 'words', 'request', 'cross-encoder', 'denial')),
    fingerprint varchar not null
);
comment on table ops.claim_wordings is 'Which claim group a wording was found to belong to, and why: one row per statement, however often it is made. Kept when an article is taken back, so that its claims come back to the same groups.';
comment on column ops.claim_wordings.wording_id is 'The wording: also the id of the group that it founds.';
comment on column ops.claim_wordings.claim_group_id is 'Its group.';
comment on column ops.claim_wordings.is_opposite is 'Whether it says the opposite of the wording that founded the group.';
comment on column ops.claim_wordings.joined_wording_id is 'The wording that it joined the group for; null: it founded it.';
comment on column ops.claim_wordings.relation is 'What it is to that wording: same or contradicts.';
comment on column ops.claim_wordings.score is 'How sure that is, 0 to 1.';
comment on column ops.claim_wordings.evidence is 'What it was decided by: words (nearly equal ones), request (the same is told to ask the same of the same), cross-encoder, denial (of what its article says that it denies), or founded.';
comment on column ops.claim_wordings.fingerprint is 'The versions of pipeline and models that decided it: others decide anew when they load an article with the wording, or one that is compared with it.';

-- Grain: one row per pair of wordings.
create table ops.wording_supports (
    wording_a varchar not null,
    wording_b varchar not null,
    score double not null check (score between 0 and 1),
    fingerprint varchar not null,
    check (wording_a < wording_b)
);
comment on table ops.wording_supports is 'Wordings of which one makes the other likelier without saying it: one row per pair.';
comment on column ops.wording_supports.wording_a is 'The wording with the smaller identifier.';
comment on column ops.wording_supports.wording_b is 'The other wording.';
comment on column ops.wording_supports.score is 'How sure that is, 0 to 1.';
comment on column ops.wording_supports.fingerprint is 'The versions of pipeline and models that decided it.';
