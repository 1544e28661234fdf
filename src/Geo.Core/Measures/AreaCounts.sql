-- Records of boundary set $1 counted straight from the rows that counted at moment $2.
-- area_id 0 is outside all areas, -1 not located.
select coalesce(pa.area_id, case when r.place_id is null then -1 else 0 end) as area_id, r.category_id, r.flags, r.month, count(*)::int as n
from records.record r
left join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id
where r.batch_id = any (array(
        select b.id from intake.batch b
        where b.published_at <= $2 and (b.superseded_at is null or b.superseded_at > $2)))
group by 1, 2, 3, 4
