-- Partner extracts beside street-level files: classifications, flags, times, roles and details of a record.

-- A source feeds the measures of one classification.
alter table intake.source add column classification text not null default 'street-level';

-- A file of an extract covers several months and makes a batch for each.
drop index intake.batch_current_content;
create unique index batch_current_content on intake.batch (source_id, content_sha256, month) where superseded_at is null;

alter table records.category
  drop constraint category_name_key,
  drop constraint category_slug_key,
  add column classification text not null default 'street-level',
  add column subgroup text not null default '',
  add column "group" text not null default '',
  add column street_level text not null default '',
  add column valid_from text not null default '',
  add column valid_to text not null default '';
alter table records.category rename column slug to code;
alter table records.category add unique (classification, code);

alter table records.term drop constraint term_kind_check;

alter table records.record add column flags int not null default 0;
comment on column records.record.flags is 'A bit for each mark of geodata/catalogue/flags.yaml.';

-- Beside the record, not in it: street-level files have no days, and an empty column makes every one of their rows longer.
create table records.occurrence (
  batch_id      int not null,
  row_number    int not null,
  recorded_on   date not null,
  occurred_from timestamp,
  occurred_to   timestamp check (occurred_to >= occurred_from)
);
comment on table records.occurrence is 'When a record of an extract was recorded and happened; local time, Europe/London, as the source wrote it.';
create index occurrence_batch on records.occurrence using brin (batch_id) with (pages_per_range = 16, autosummarize = on);

create table records.detail (
  batch_id   int not null,
  row_number int not null,
  term_id    int not null
);
comment on table records.detail is 'What a source tells of a record beyond its columns, such as outcomes, methods, reasons; several of a kind may be.';
create index detail_batch on records.detail using brin (batch_id) with (pages_per_range = 16, autosummarize = on);

create table records.role (
  batch_id   int not null,
  row_number int not null,
  role       text not null check (role in ('victim', 'suspect')),
  person     bytea,
  age        smallint check (age between 0 and 120),
  age_band   text not null default '',
  sex        text not null default '',
  ethnicity  text not null default ''
);
comment on table records.role is 'A person''s part in a record. person is a keyed hash: the same person is known again inside this installation and nowhere else.';
create index role_batch on records.role using brin (batch_id) with (pages_per_range = 16, autosummarize = on);

create table intake.pseudonym_key (
  only_one boolean primary key default true check (only_one),
  key      bytea not null check (length(key) = 32)
);
comment on table intake.pseudonym_key is 'The secret that references and persons are hashed with. Made once, by the first import; not for the reading role.';

alter table measures.area_count
  add column flags int not null default 0,
  drop constraint area_count_pkey,
  add primary key (boundary_set_id, area_id, category_id, flags);

grant select on all tables in schema intake, records to geo_writer;
grant select on records.occurrence, records.detail, records.role to geo_reader;
grant insert, update, delete on records.occurrence, records.detail, records.role, intake.pseudonym_key to geo_writer;
