-- Brings the count cube of boundary set $1 up to date for the months $2 (their first days), and only those.
-- Run inside the transaction that publishes the batches: a reader sees all of it or none.

-- 1. The cube spans all months that were ever touched; arrays grow at either end.
with wanted as (
  select least(min(touched), c.first_month) as first_month,
         greatest(max(touched), (c.first_month + (c.months - 1) * interval '1 month')::date) as last_month
  from unnest($2::date[]) touched left join measures.cube c on c.boundary_set_id = $1
  group by c.first_month, c.months
),
grown as (
  select w.first_month,
         (extract(year from age(w.last_month, w.first_month)) * 12 + extract(month from age(w.last_month, w.first_month)) + 1)::int as months,
         coalesce((extract(year from age(c.first_month, w.first_month)) * 12 + extract(month from age(c.first_month, w.first_month)))::int, 0) as before,
         c.first_month is null as is_new, c.months as had
  from wanted w left join measures.cube c on c.boundary_set_id = $1
),
extended as (
  update measures.area_count a
  set cumulative = array_fill(0, array[g.before]) || a.cumulative || array_fill(a.cumulative[g.had], array[g.months - g.before - g.had])
  from grown g
  where a.boundary_set_id = $1 and not g.is_new and g.months > g.had
)
insert into measures.cube (boundary_set_id, first_month, months)
select $1, first_month, months from grown
on conflict (boundary_set_id) do update set first_month = excluded.first_month, months = excluded.months;

-- 2. What changed in the touched months: the records that count now against what the cube holds.
create temporary table cube_change on commit drop as
with touched as (
  select m.month, (extract(year from age(m.month, c.first_month)) * 12 + extract(month from age(m.month, c.first_month)) + 1)::int as i
  from unnest($2::date[]) m(month), measures.cube c
  where c.boundary_set_id = $1
),
now_counted as (
  select coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end) as area_id, r.category_id, r.flags, r.month, count(*)::int as n
  from records.record r
  left join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id
  where r.batch_id = any (array(select b.id from intake.batch b where b.superseded_at is null and b.month = any ($2::date[])))
  group by 1, 2, 3, 4
),
held as (
  select a.area_id, a.category_id, a.flags, t.month, a.cumulative[t.i] - case when t.i > 1 then a.cumulative[t.i - 1] else 0 end as n
  from measures.area_count a cross join touched t
  where a.boundary_set_id = $1
)
select area_id, category_id, flags, t.i, coalesce(n.n, 0) - coalesce(h.n, 0) as difference
from now_counted n
full join held h using (area_id, category_id, flags, month)
join touched t using (month)
where coalesce(n.n, 0) <> coalesce(h.n, 0);

-- 3. A category, with its flags, that is new in an area starts from zeros.
insert into measures.area_count (boundary_set_id, area_id, category_id, flags, cumulative)
select distinct $1, d.area_id, d.category_id, d.flags, array_fill(0, array[c.months])
from cube_change d, measures.cube c
where c.boundary_set_id = $1
on conflict do nothing;

-- 4. Differences run on from their month to the end; arrays without one are left alone.
update measures.area_count a
set cumulative = changed.cumulative
from (
  select area_id, category_id, flags, array_agg(v + running order by i) as cumulative
  from (
    select a.area_id, a.category_id, a.flags, u.i, u.v,
           coalesce(sum(d.difference) over (partition by a.area_id, a.category_id, a.flags order by u.i), 0)::int as running
    from (select distinct area_id, category_id, flags from cube_change) touched_cells
    join measures.area_count a using (area_id, category_id, flags)
    cross join unnest(a.cumulative) with ordinality u(v, i)
    left join cube_change d on d.area_id = a.area_id and d.category_id = a.category_id and d.flags = a.flags and d.i = u.i
    where a.boundary_set_id = $1
  ) months
  group by area_id, category_id, flags
) changed
where a.boundary_set_id = $1 and a.area_id = changed.area_id and a.category_id = changed.category_id and a.flags = changed.flags;

drop table cube_change;
