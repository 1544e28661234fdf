select rank() over (order by t.now desc) as rank, a.code, a.name, t.now, 100.0 * t.now / sum(t.now) over () as share,
       t.before, t.now - t.before as change, 100.0 * (t.now - t.before) / nullif(t.before, 0) as change_per_cent, 1000.0 * t.now / a.people as rate
from (
  select area_id, sum(n) filter (where month >= date '2024-01-01') as now, sum(n) filter (where month < date '2024-01-01') as before
  from plain.monthly
  where measure = 'crime' and month between date '2023-01-01' and date '2024-12-01'
  group by area_id
) t
join plain.area a on a.id = t.area_id
order by rank, a.code;
