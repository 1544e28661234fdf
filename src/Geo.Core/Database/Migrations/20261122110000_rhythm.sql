-- How often a source is renewed, and how many days after the end of a period its records are late. Empty where nobody has said.
alter table intake.source
  add column rhythm text not null default '' check (rhythm in ('', 'monthly', 'quarterly', 'yearly')),
  add column late_after_days int check (late_after_days between 1 and 400),
  add check ((rhythm = '') = (late_after_days is null));

update intake.source set rhythm = 'monthly', late_after_days = 90 where classification = 'street-level';
