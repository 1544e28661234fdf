-- A batch may be undone: the rows of the one before it come back as a batch of their own, so that each batch counts in one interval.

alter table intake.batch
  add column undone_by text check (undone_by is null or superseded_at is not null),
  add column restores int references intake.batch deferrable initially deferred;
comment on column intake.batch.undone_by is 'Who undid it; superseded_by is then the batch that holds what counted before, or null where the month had nothing.';
comment on column intake.batch.restores is 'The batch that was taken in with the same rows, where these came back by an undo.';
