-- $1 now; $2, $3, $4, $5 kind, subject, month and words of all that holds. What does not hold any more is resolved.
with holds as (
  select * from unnest($2::text[], $3::text[], $4::date[], $5::text[]) u(kind, subject, month, message)
), resolved as (
  update jobs.alert a set resolved_at = $1
  where a.resolved_at is null and not exists (select from holds h where h.kind = a.kind and h.subject = a.subject and h.month is not distinct from a.month)
)
insert into jobs.alert (kind, subject, month, message, first_seen_at)
select kind, subject, month, message, $1 from holds
on conflict (kind, subject, coalesce(month, 'infinity'::date)) where resolved_at is null do update set message = excluded.message;

-- What was not sent by way $1 yet, of the kinds $2.
select id, kind, message from jobs.alert a
where resolved_at is null and kind = any ($2) and not exists (select from jobs.alert_sent s where s.alert_id = a.id and s.channel = $1)
order by kind, subject, month;

-- $2 went out by way $1 at $3.
insert into jobs.alert_sent (alert_id, channel, sent_at) select id, $1, $3 from unnest($2::bigint[]) u(id) on conflict do nothing
