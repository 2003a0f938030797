-- Grain: one row per pair of articles that share text.
create table duplicate_pairs (
    article_a varchar not null,
    article_b varchar not null,
    containment double not null check (containment between 0 and 1),
    share_a double not null check (share_a between 0 and 1),
    share_b double not null check (share_b between 0 and 1),
    kind varchar not null check (kind in ('same', 'wire', 'update')),
    check (article_a < article_b)
);
comment on table duplicate_pairs is 'Articles that share at least half of the shorter one''s text: one row per pair.';
comment on column duplicate_pairs.article_a is 'The article with the smaller identifier.';
comment on column duplicate_pairs.article_b is 'The other article.';
comment on column duplicate_pairs.containment is 'Share of the shorter article''s five-word shingles that the other has too, estimated from a sample (Broder 1997).';
comment on column duplicate_pairs.share_a is 'Share of article_a''s shingles that article_b has too.';
comment on column duplicate_pairs.share_b is 'Share of article_b''s shingles that article_a has too.';
comment on column duplicate_pairs.kind is 'same (nearly identical text), wire (another outlet or a shared wire credit) or update (no other outlet known).';

-- Grain: one row per article and sampled shingle.
create table ops.shingles (
    article_id varchar not null,
    shingle ubigint not null
);
comment on table ops.shingles is 'Sampled five-word shingles that duplicates are found by: one row per article and shingle.';
comment on column ops.shingles.article_id is 'The article.';
comment on column ops.shingles.shingle is 'Hash of five words.';
