-- Records counted straight from the rows that counted at moment $5: boundary set $1, categories $2, months $3 to $4.
-- area_id 0 is outside all areas, -1 not located.
select coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end) as area_id, count(*) as n
from records.record r
left join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id
where r.batch_id = any (array(
        select b.id from intake.batch b
        where b.month between $3 and $4 and b.published_at <= $5 and (b.superseded_at is null or b.superseded_at > $5)))
  and r.category_id = any ($2)
group by 1
