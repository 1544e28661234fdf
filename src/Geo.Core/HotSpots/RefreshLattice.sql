-- Records of boundary set $1 by cell of 50 m, a row for a category with its flags in a month: in the months $2 (their first days; null for
-- all), as they counted at moment $3 (null for now). What is told only roughly has no cell, nor has what lies outside all areas.
select month, category_id, flags,
       array_agg(area_id order by cell_y, cell_x, area_id) as area_ids, array_agg(cell_x order by cell_y, cell_x, area_id) as cell_xs,
       array_agg(cell_y order by cell_y, cell_x, area_id) as cell_ys, array_agg(n order by cell_y, cell_x, area_id) as counts,
       array_agg(east order by cell_y, cell_x, area_id) as easts, array_agg(north order by cell_y, cell_x, area_id) as norths
from (
  select r.month, r.category_id, r.flags, pa.area_id, floor(ST_X(p.geom) / 50)::int as cell_x, floor(ST_Y(p.geom) / 50)::int as cell_y, count(*)::int as n,
         round(sum(ST_X(p.geom) - 50 * floor(ST_X(p.geom) / 50)))::int as east, round(sum(ST_Y(p.geom) - 50 * floor(ST_Y(p.geom) / 50)))::int as north
  from records.record r
  join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id and pa.area_id > 0
  join records.place p on p.id = r.place_id
  where r.batch_id = any (array(
          select b.id from intake.batch b
          where ($2::date[] is null or b.month = any ($2))
            and case when $3::timestamptz is null then b.superseded_at is null else b.published_at <= $3 and (b.superseded_at is null or b.superseded_at > $3) end))
  group by 1, 2, 3, 4, 5, 6
) cells
group by month, category_id, flags
