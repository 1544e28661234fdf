-- Places by their number of records from month $11 to $5, beside that from $4 on before it. Places with $12 or more are rows of their own,
-- $13 of them at most; the others are one row for each number of records, with how many they are.
with counted as (
  select p.id, p.name, ST_X(p.geom) as x, ST_Y(p.geom) as y, pa.area_id, count(*) filter (where r.month >= $11) as n, count(*) filter (where r.month < $11) as previous,
         min(r.month) filter (where r.month >= $11) as first_month, max(r.month) filter (where r.month >= $11) as last_month
  from records.record r
  join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id and pa.area_id > 0 and ($10::int is null or pa.area_id = $10)
  join records.place p on p.id = r.place_id
  where r.batch_id = any (array(
          select b.id from intake.batch b join intake.source s on s.id = b.source_id
          where s.classification = $2 and b.published_at <= $3 and (b.superseded_at is null or b.superseded_at > $3)))
    and r.month between $4 and $5 and r.category_id = any ($6)
    and ($7 = 0 or r.flags & $7 <> 0) and r.flags & $8 = $8 and r.flags & $9 = 0
  group by p.id, pa.area_id
),
ranked as (
  select *, row_number() over (order by n desc, last_month desc, x, y) as rank from counted where n > 0
)
select n, count(*), listed, min(x), min(y), min(name), min(area_id), min(previous), min(first_month), max(last_month)
from (select *, case when n >= $12 and rank <= $13 then rank end as listed from ranked) places
group by n, listed
order by listed nulls last, n desc
