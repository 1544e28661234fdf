-- Counts the months $2 (their first days) of boundary set $1 by cell of 50 m, anew: the cost is that of those months alone.
-- What is told only roughly has no cell, nor has what lies outside all areas.
delete from hotspots.lattice where boundary_set_id = $1 and month = any ($2::date[]);

insert into hotspots.lattice (boundary_set_id, month, category_id, flags, area_ids, cell_xs, cell_ys, counts, easts, norths)
select $1, month, category_id, flags,
       array_agg(area_id order by cell_y, cell_x, area_id), array_agg(cell_x order by cell_y, cell_x, area_id),
       array_agg(cell_y order by cell_y, cell_x, area_id), array_agg(n order by cell_y, cell_x, area_id),
       array_agg(east order by cell_y, cell_x, area_id), array_agg(north order by cell_y, cell_x, area_id)
from (
  select r.month, r.category_id, r.flags, pa.area_id, floor(ST_X(p.geom) / 50)::int as cell_x, floor(ST_Y(p.geom) / 50)::int as cell_y, count(*)::int as n,
         round(sum(ST_X(p.geom) - 50 * floor(ST_X(p.geom) / 50)))::int as east, round(sum(ST_Y(p.geom) - 50 * floor(ST_Y(p.geom) / 50)))::int as north
  from records.record r
  join records.place_area pa on pa.boundary_set_id = $1 and pa.place_id = r.place_id and pa.area_id > 0
  join records.place p on p.id = r.place_id
  where r.batch_id = any (array(select b.id from intake.batch b where b.superseded_at is null and b.month = any ($2::date[])))
  group by 1, 2, 3, 4, 5, 6
) cells
group by month, category_id, flags;
