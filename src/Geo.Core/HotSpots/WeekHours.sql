-- Records from month $4 to $5 by when they happened: minutes from Monday 00:00 to the earliest time, minutes from there to the latest (both null
-- where the source tells none), and how many. Without an area all areas and what is not located.
with batch as materialized (
  select array(
    select b.id from intake.batch b join intake.source s on s.id = b.source_id
    where s.classification = $2 and b.published_at <= $3 and (b.superseded_at is null or b.superseded_at > $3) and b.month between $4 and $5) as ids
)
select (extract(epoch from o.occurred_from - date_trunc('week', o.occurred_from)) / 60)::int, (extract(epoch from coalesce(o.occurred_to, o.occurred_from) - o.occurred_from) / 60)::bigint, count(*)
from records.record r
left join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id
left join records.occurrence o on o.batch_id = r.batch_id and o.row_number = r.row_number and o.batch_id = any ((select ids from batch)::int[])
where r.batch_id = any ((select ids from batch)::int[])
  and r.month between $4 and $5 and r.category_id = any ($6)
  and ($7 = 0 or r.flags & $7 <> 0) and r.flags & $8 = $8 and r.flags & $9 = 0
  and case when $10::int is null then coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end) <> 0 else pa.area_id = $10 end
group by 1, 2
order by 1, 2 -- sums of shares come out the same every time
