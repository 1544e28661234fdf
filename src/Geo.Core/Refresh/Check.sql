-- What Refresh/Check.cs asks the data, one row per question: check, and what is wrong, most telling first (empty where nothing is).
select 'boundaries', coalesce(array_agg(s.name || ' ' || a.code || ': ' || ST_IsValidReason(a.geom) order by s.name, a.code), '{}')
from areas.area a join areas.boundary_set s on s.id = a.boundary_set_id
where not ST_IsValid(a.geom);

-- Every place once per set, and to an area of that set; a coarse place may lie in no one area (-1).
with places as (select id from records.place union all select id from records.coarse_place)
select 'assignment', coalesce(array_agg(wrong order by name, wrong), '{}')
from (
  select s.name, s.name || ': ' || count(*) || ' places are not assigned' as wrong
  from areas.boundary_set s cross join places p
  left join records.place_area pa on pa.boundary_set_id = s.id and pa.place_id = p.id
  where pa.place_id is null
  group by s.name
  union all
  select s.name, s.name || ': ' || count(*) || ' assignments are of places that are gone'
  from areas.boundary_set s join records.place_area pa on pa.boundary_set_id = s.id left join places p on p.id = pa.place_id
  where p.id is null
  group by s.name
  union all
  select s.name, s.name || ': ' || count(*) || ' assignments are to areas of no or another set'
  from areas.boundary_set s join records.place_area pa on pa.boundary_set_id = s.id
  left join areas.area a on a.id = pa.area_id and a.boundary_set_id = s.id
  where pa.area_id <> -1 and a.id is null
  group by s.name
) sets;

-- As many records as each batch says it took in, and none without a batch.
select 'batches', coalesce(array_agg(wrong order by id), '{}')
from (
  select coalesce(b.id, r.batch_id) as id,
         case when b.id is null then 'batch ' || r.batch_id || ' does not exist and has ' || r.n || ' records'
              else 'batch ' || b.id || ' took in ' || b.rows_accepted || ' rows and has ' || coalesce(r.n, 0) || ' records' end as wrong
  from intake.batch b
  full join (select batch_id, count(*) as n from records.record group by batch_id) r on r.batch_id = b.id
  where b.rows_accepted is distinct from coalesce(r.n, 0)
) batches;

-- The cube's last cumulative values against the records that count, cell by cell, per month.
select 'totals', coalesce(array_agg(name || ', area ' || area_id || ', category ' || category_id || case when flags = 0 then '' else ' with flags ' || flags end || ', ' || to_char(month, 'YYYY-MM') || ': the cube says ' || held || ', the records ' || counted order by name, month, area_id), '{}')
from (
  select s.name, area_id, category_id, flags, month, coalesce(h.n, 0) as held, coalesce(c.n, 0) as counted
  from (
    select a.boundary_set_id, a.area_id, a.category_id, a.flags, (c.first_month + (u.i - 1) * interval '1 month')::date as month,
           (u.v - lag(u.v, 1, 0) over (partition by a.boundary_set_id, a.area_id, a.category_id, a.flags order by u.i))::bigint as n
    from measures.area_count a
    join measures.cube c using (boundary_set_id)
    cross join unnest(a.cumulative) with ordinality u(v, i)
  ) h
  full join (
    select s.id as boundary_set_id, coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end) as area_id, r.category_id, r.flags, r.month, count(*) as n
    from areas.boundary_set s
    cross join records.record r
    join intake.batch b on b.id = r.batch_id and b.superseded_at is null
    left join records.place_area pa on pa.boundary_set_id = s.id and pa.place_id = r.place_id
    group by 1, 2, 3, 4, 5
  ) c using (boundary_set_id, area_id, category_id, flags, month)
  join areas.boundary_set s on s.id = boundary_set_id
  where coalesce(h.n, 0) <> coalesce(c.n, 0)
) cells;

-- The lattice's cells against the records that lie at a point in an area, per month.
select 'lattice', coalesce(array_agg(name || ', category ' || category_id || case when flags = 0 then '' else ' with flags ' || flags end || ', ' || to_char(month, 'YYYY-MM') || ': the cells say ' || held || ', the records ' || counted order by name, month, category_id), '{}')
from (
  select s.name, category_id, flags, month, coalesce(h.n, 0) as held, coalesce(c.n, 0) as counted
  from (select l.boundary_set_id, l.category_id, l.flags, l.month, sum(u.n) as n from hotspots.lattice l cross join unnest(l.counts) u(n) group by 1, 2, 3, 4) h
  full join (
    select pa.boundary_set_id, r.category_id, r.flags, r.month, count(*) as n
    from records.record r
    join intake.batch b on b.id = r.batch_id and b.superseded_at is null
    join records.place_area pa on pa.place_id = r.place_id and pa.area_id > 0
    join records.place p on p.id = r.place_id
    group by 1, 2, 3, 4
  ) c using (boundary_set_id, category_id, flags, month)
  join areas.boundary_set s on s.id = boundary_set_id
  where coalesce(h.n, 0) <> coalesce(c.n, 0)
) cells;

-- Months between a source's first and last that it has no batch for, as runs.
select 'months', coalesce(array_agg(slug || ' has none of ' || run order by slug, run), '{}')
from (
  select s.slug, to_char(b.month + interval '1 month', 'YYYY-MM')
         || case when b.next > b.month + interval '2 months' then '..' || to_char(b.next - interval '1 month', 'YYYY-MM') else '' end as run
  from (
    select source_id, month, lead(month) over (partition by source_id order by month) as next
    from intake.batch where superseded_at is null
  ) b
  join intake.source s on s.id = b.source_id
  where b.next > b.month + interval '1 month'
) runs;
