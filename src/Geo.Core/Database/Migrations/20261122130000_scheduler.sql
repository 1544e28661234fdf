-- The scheduler's own tables are the package's: it makes them itself, as the writer, in a schema of their own.
create schema quartz;
grant usage, create on schema quartz to geo_writer;
comment on schema quartz is 'The store of the scheduler''s nodes: Quartz makes its tables and nobody else writes to them.';

create table jobs.schedule (
  job        text primary key,
  is_paused  boolean not null,
  changed_by text not null,
  changed_at timestamptz not null
);
comment on table jobs.schedule is 'What somebody changed about a schedule of geodata/schedules.yaml while the product ran.';

grant select on jobs.schedule to geo_writer, geo_reader;
grant insert, update, delete on jobs.schedule to geo_writer;
