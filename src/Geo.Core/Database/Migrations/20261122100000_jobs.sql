-- The run log of the jobs that keep the data up to date. A run is told of as it goes, so that one that was killed can be continued.
create schema jobs;
grant usage on schema jobs to geo_writer, geo_reader;

create table jobs.run (
  id              bigint generated always as identity primary key,
  job             text not null,
  trigger         text not null check (trigger in ('schedule', 'hand', 'catch-up')),
  scheduled_for   timestamptz,
  continues       bigint,
  node            text not null,
  asked_by        text not null default '',
  started_at      timestamptz not null,
  ended_at        timestamptz,
  outcome         text not null check (outcome in ('running', 'done', 'failed', 'cancelled', 'interrupted', 'skipped')),
  message         text not null default '',
  rows            bigint not null default 0,
  log             text not null default '',
  cancel_asked_by text,
  check ((outcome = 'running') = (ended_at is null))
);
comment on table jobs.run is 'A run of a job: what started it, how it ended. scheduled_for is the period it is of; continues is the interrupted run whose finished steps it does not repeat.';
-- Jobs/RunLog.cs lists the latest runs of a job.
create index run_latest on jobs.run (job, id desc);
-- A period of a schedule is processed once.
create unique index run_of_period on jobs.run (job, scheduled_for) where outcome = 'done' and scheduled_for is not null;

create table jobs.step (
  run_id     bigint not null references jobs.run on delete cascade,
  number     smallint not null,
  name       text not null,
  started_at timestamptz not null,
  ended_at   timestamptz,
  outcome    text not null check (outcome in ('running', 'done', 'failed', 'cancelled', 'interrupted', 'kept')),
  message    text not null default '',
  rows       bigint not null default 0,
  primary key (run_id, number)
);
comment on table jobs.step is 'A step of a run, written when it begins and when it ends; kept: the run that this one continues had finished it.';

grant select on all tables in schema jobs to geo_writer, geo_reader;
grant insert, update, delete on all tables in schema jobs to geo_writer;
