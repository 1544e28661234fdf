-- What jobs found about the data: since when it holds, and when it ceased to.
create table jobs.finding (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('missing-month', 'row-count', 'not-located', 'unknown-codes', 'late', 'refused-file', 'signal')),
  subject       text not null,
  month         date,
  message       text not null,
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  cleared_at    timestamptz
);
comment on table jobs.finding is 'Something about the data that somebody should know; it holds while cleared_at is null. Never a record, nor a value out of one.';
-- Jobs/Findings.sql: what holds already is found once.
create unique index finding_current on jobs.finding (kind, subject, coalesce(month, 'infinity'::date)) where cleared_at is null;

grant select on jobs.finding to geo_writer, geo_reader;
grant insert, update, delete on jobs.finding to geo_writer;
