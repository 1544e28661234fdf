-- When a job runs can be changed while the product runs, beside pausing it.
alter table jobs.schedule rename column changed_by to paused_by;
alter table jobs.schedule rename column changed_at to paused_at;
alter table jobs.schedule
  alter column is_paused set default false,
  alter column paused_by drop not null,
  alter column paused_at drop not null,
  add column cron       text,
  add column misfire    text check (misfire in ('once', 'each', 'skip')),
  add column changed_by text,
  add column changed_at timestamptz,
  add check (not is_paused or (paused_by is not null and paused_at is not null)),
  add check (num_nulls(cron, misfire, changed_by, changed_at) in (0, 4));
comment on table jobs.schedule is 'What somebody changed about a schedule while the product ran: whether it is paused, and when it runs; a null cron is what the file of schedules says.';
