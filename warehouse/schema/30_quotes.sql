-- Grain: one row per attribution.
create table quotes (
    quote_id varchar not null,
    article_id varchar not null,
    sentence_id varchar,
    kind varchar not null check (kind in ('direct', 'indirect', 'mixed')),
    content varchar not null,
    content_spans struct(start_char integer, end_char integer)[] not null,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    cue varchar,
    cue_start_char integer,
    cue_end_char integer,
    cue_lemma varchar,
    cue_class varchar,
    source_text varchar,
    source_start_char integer,
    source_end_char integer,
    speaker_entity_id varchar,
    speaker_name varchar,
    speaker_kind varchar not null
        check (speaker_kind in ('person', 'organisation', 'place', 'group', 'document', 'unknown')),
    is_anonymous boolean not null,
    parent_quote_id varchar,
    confidence double check (confidence between 0 and 1),
    speaker_role varchar,
    speaker_is_government boolean not null default false,
    source_count integer check (source_count > 0),
    source_affiliation varchar,
    source_affiliation_entity_id varchar,
    source_country varchar,
    anonymity_condition varchar,
    anonymity_condition_start_char integer,
    anonymity_condition_end_char integer,
    anonymity_reason varchar,
    anonymity_reason_start_char integer,
    anonymity_reason_end_char integer,
    check (start_char < end_char)
);
comment on table quotes is 'Attributions, in quotation marks or not: one row per source, cue and content.';
comment on column quotes.quote_id is 'Identifier.';
comment on column quotes.article_id is 'The article.';
comment on column quotes.sentence_id is 'The sentence that the attribution starts in.';
comment on column quotes.kind is 'direct (in quotation marks), indirect (without) or mixed.';
comment on column quotes.content is 'What was said: the fragments of content_spans, joined by a space.';
comment on column quotes.content_spans is 'Where the content stands in the body: a list of start_char and end_char.';
comment on column quotes.start_char is 'First character of the whole attribution in the body.';
comment on column quotes.end_char is 'End of the whole attribution in the body, exclusive.';
comment on column quotes.cue is 'Words that attribute, such as said or according to.';
comment on column quotes.cue_start_char is 'First character of the cue in the body.';
comment on column quotes.cue_end_char is 'End of the cue in the body, exclusive.';
comment on column quotes.cue_lemma is 'Base form of the cue, such as say.';
comment on column quotes.cue_class is 'Kind of cue, such as say, deny or ask.';
comment on column quotes.source_text is 'Words that name the source, as printed: where the cue goes on with another''s source, that one''s.';
comment on column quotes.source_start_char is 'First character of the source in the body.';
comment on column quotes.source_end_char is 'End of the source in the body, exclusive.';
comment on column quotes.speaker_entity_id is 'The entity that speaks, where the source was resolved; of an unnamed spokesperson, the body spoken for.';
comment on column quotes.speaker_name is 'Name of the speaker: the entity''s, for a government the seat of power that it is called by (White House), for a body that is no entity what the article calls it. Null where several speak, or nobody is named.';
comment on column quotes.speaker_kind is 'person, organisation, place, group, document or unknown.';
comment on column quotes.is_anonymous is 'Whether the source is left unnamed, as in two officials.';
comment on column quotes.parent_quote_id is 'The attribution that this one is part of, as in A said that B denied it.';
comment on column quotes.confidence is 'Confidence of the model, 0 to 1; of a rule, a fixed value.';
comment on column quotes.speaker_role is 'What the article says that the speaker is, such as chief cabinet secretary, spokesman or senior White House official.';
comment on column quotes.speaker_is_government is 'Whether the speaker is a government or a body of a state, such as a ministry or an embassy.';
comment on column quotes.source_count is 'How many people an unnamed source is: 2 of two officials; null where the article does not count them.';
comment on column quotes.source_affiliation is 'Whom an unnamed source belongs to, such as Japanese government or White House, or an unnamed spokesperson speaks for, as printed.';
comment on column quotes.source_affiliation_entity_id is 'The entity of source_affiliation, where it is one.';
comment on column quotes.source_country is 'Country of an unnamed source, as the article states it: ISO 3166-1 alpha-2; several, as of Japanese officials and an American source, are JP, US.';
comment on column quotes.anonymity_condition is 'Words by which an unnamed source asked not to be named, such as on condition of anonymity; stands for all quotes of the same source in the article.';
comment on column quotes.anonymity_condition_start_char is 'First character of anonymity_condition in the body.';
comment on column quotes.anonymity_condition_end_char is 'End of anonymity_condition in the body, exclusive.';
comment on column quotes.anonymity_reason is 'Words that say why a source is unnamed, such as due to the sensitivity of the matter.';
comment on column quotes.anonymity_reason_start_char is 'First character of anonymity_reason in the body.';
comment on column quotes.anonymity_reason_end_char is 'End of anonymity_reason in the body, exclusive.';

-- Grain: one row per attribution in an earlier revision.
create table earlier_quotes (
    article_id varchar not null,
    text_sha256 varchar not null,
    kind varchar not null check (kind in ('direct', 'indirect', 'mixed')),
    content varchar not null,
    start_char integer not null check (start_char >= 0),
    end_char integer not null,
    cue varchar,
    source_text varchar,
    speaker_name varchar,
    is_anonymous boolean not null,
    check (start_char < end_char)
);
comment on table earlier_quotes is 'Attributions in revisions that are not the current one: one row per source, cue and content. Those of the current revision are in quotes.';
comment on column earlier_quotes.article_id is 'The article.';
comment on column earlier_quotes.text_sha256 is 'The revision: article_revisions.text_sha256.';
comment on column earlier_quotes.kind is 'direct (in quotation marks), indirect (without) or mixed.';
comment on column earlier_quotes.content is 'What was said.';
comment on column earlier_quotes.start_char is 'First character of the whole attribution in the body of the revision.';
comment on column earlier_quotes.end_char is 'End of the whole attribution in the body of the revision, exclusive.';
comment on column earlier_quotes.cue is 'Words that attribute, such as said.';
comment on column earlier_quotes.source_text is 'Words that name the source, as printed.';
comment on column earlier_quotes.speaker_name is 'Name of the speaker.';
comment on column earlier_quotes.is_anonymous is 'Whether the source is left unnamed.';
