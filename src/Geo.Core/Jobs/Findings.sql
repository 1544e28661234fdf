-- $1 now; $2, $3, $4 kind, subject and month of all that was found; $5 the kinds and $6 the subjects that were looked at.
update jobs.finding f set cleared_at = $1
where f.cleared_at is null and f.kind = any ($5) and ($6::text[] is null or f.subject = any ($6))
  and not exists (select from unnest($2::text[], $3::text[], $4::date[]) u(kind, subject, month) where u.kind = f.kind and u.subject = f.subject and u.month is not distinct from f.month);

-- $5 what to tell.
insert into jobs.finding (kind, subject, month, message, first_seen_at, last_seen_at)
select kind, subject, month, message, $1, $1 from unnest($2::text[], $3::text[], $4::date[], $5::text[]) u(kind, subject, month, message)
on conflict (kind, subject, coalesce(month, 'infinity'::date)) where cleared_at is null do update set message = excluded.message, last_seen_at = excluded.last_seen_at
returning kind, subject, month, message, xmax = 0
