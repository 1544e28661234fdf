-- Records that sources of classification $1 told differently at moments $2 and $3, each pair of states with how many records it has.
-- Boundary set $4 says what lies outside the area; null where there is none.
-- Only batches that counted at one of the moments differ; a record is known again by its reference, one that repeats by its
-- order, and one without a reference by its order in its month.
with counted as (
  select b.id, b.source_id,
         b.published_at <= $2 and (b.superseded_at is null or b.superseded_at > $2) as before,
         b.published_at <= $3 and (b.superseded_at is null or b.superseded_at > $3) as after
  from intake.batch b join intake.source s on s.id = b.source_id
  where s.classification = $1
),
told as (
  select c.before, c.source_id, k.known_by, r.month, r.category_id, r.flags, r.place_id, $4 is not null and r.place_id is not null and pa.area_id is null as outside,
         row_number() over (partition by c.before, c.source_id, k.known_by order by r.month, r.row_number) as turn
  from counted c
  join records.record r on r.batch_id = c.id
  left join records.place_area pa on pa.boundary_set_id = $4 and pa.place_id = r.place_id
  cross join lateral (select coalesce(r.reference, convert_to(r.month::text, 'UTF8')) as known_by) k
  where c.before <> c.after
)
select a.month, a.category_id, a.flags, a.outside, b.month, b.category_id, b.flags, b.outside, a.place_id is not distinct from b.place_id, count(*)
from (select * from told where before) a
full join (select * from told where not before) b
  on b.source_id = a.source_id and b.known_by = a.known_by and b.turn = a.turn
where (a.month, a.category_id, a.flags, a.place_id) is distinct from (b.month, b.category_id, b.flags, b.place_id)
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
