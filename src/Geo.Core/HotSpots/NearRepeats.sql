-- The records from month $4 to $5 that lie at a point, each with its day and whether that is only the day of recording; $11 of them at most, and how many there are.
select ST_X(p.geom), ST_Y(p.geom), coalesce(o.occurred_from::date, o.recorded_on) as day, o.occurred_from is null as recorded, count(*) over ()
from records.record r
join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id and pa.area_id > 0 and ($10::int is null or pa.area_id = $10)
join records.place p on p.id = r.place_id
left join records.occurrence o on o.batch_id = r.batch_id and o.row_number = r.row_number
where r.batch_id = any (array(
        select b.id from intake.batch b join intake.source s on s.id = b.source_id
        where s.classification = $2 and b.published_at <= $3 and (b.superseded_at is null or b.superseded_at > $3)))
  and r.month between $4 and $5 and r.category_id = any ($6)
  and ($7 = 0 or r.flags & $7 <> 0) and r.flags & $8 = $8 and r.flags & $9 = 0
order by day, 1, 2 -- the shuffles of the test begin with this order
limit $11
