-- What was sent to people by mail and webhook, so that each thing is told once until it is resolved.
create table jobs.alert (
  id            bigint generated always as identity primary key,
  kind          text not null check (kind in ('failure', 'refused-file', 'late', 'signal')),
  subject       text not null,
  month         date,
  message       text not null,
  first_seen_at timestamptz not null,
  resolved_at   timestamptz
);
comment on table jobs.alert is 'Something that people are told by mail or webhook; it holds while resolved_at is null. Never a record, nor why a run failed: that may quote one.';
-- Jobs/Alerts.sql: what holds already is kept once.
create unique index alert_current on jobs.alert (kind, subject, coalesce(month, 'infinity'::date)) where resolved_at is null;

create table jobs.alert_sent (
  alert_id bigint not null references jobs.alert on delete cascade,
  channel  text not null check (channel in ('mail', 'webhook')),
  sent_at  timestamptz not null,
  primary key (alert_id, channel)
);
comment on table jobs.alert_sent is 'By which way an alert went out, and when.';

grant select on jobs.alert, jobs.alert_sent to geo_writer, geo_reader;
grant insert, update, delete on jobs.alert, jobs.alert_sent to geo_writer;
