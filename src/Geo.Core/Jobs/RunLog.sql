-- The latest $2 runs of each job, or of job $1. A run whose holder is dead (nobody has the job's lock, $3) is interrupted, even before the next run writes that down.
select r.id, r.job, r.trigger, r.scheduled_for, r.continues, r.node, r.asked_by, r.started_at, r.ended_at,
       case when r.outcome = 'running' and not held then 'interrupted' else r.outcome end, r.message, r.rows, r.log,
       coalesce(s.names, '{}'), coalesce(s.starts, '{}'), coalesce(s.ends, '{}'), coalesce(s.outcomes, '{}'), coalesce(s.messages, '{}'), coalesce(s.rows, '{}')
from (select distinct job from jobs.run where $1 is null or job = $1) j
cross join lateral (select * from jobs.run where job = j.job order by id desc limit $2) r
cross join lateral (
  select exists (
    select from pg_locks l
    where l.locktype = 'advisory' and l.granted and l.objsubid = 2 and l.database = (select oid from pg_database where datname = current_database())
      and l.classid::bigint = $3 and l.objid::bigint = (hashtext(j.job)::bigint & 4294967295)) as held
) h
left join lateral (
  select array_agg(name order by number) as names, array_agg(started_at order by number) as starts, array_agg(ended_at order by number) as ends,
         array_agg(case when outcome = 'running' and not held then 'interrupted' else outcome end order by number) as outcomes,
         array_agg(message order by number) as messages, array_agg(rows order by number) as rows
  from jobs.step where run_id = r.id
) s on true
order by r.id desc
