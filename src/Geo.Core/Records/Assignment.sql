-- Finds the area of each place of the temporary table unassigned (id, geom in EPSG:27700) in the boundary sets $1.
-- Polygons outside, points inside over the points' index: ten times faster than the other way round.
-- A point on a border belongs to the area of the lowest code, so the answer never depends on the plan.
insert into records.place_area (boundary_set_id, place_id, area_id)
select s.id, p.id, found.area_id
from unnest($1::int[]) s(id)
cross join unassigned p
left join (
  select distinct on (a.boundary_set_id, p.id) a.boundary_set_id, p.id as place_id, a.id as area_id
  from areas.area a
  join unassigned p on p.geom && a.geom and ST_Intersects(a.geom, p.geom)
  where a.boundary_set_id = any ($1::int[])
  order by a.boundary_set_id, p.id, a.code collate "C"
) found on found.boundary_set_id = s.id and found.place_id = p.id
