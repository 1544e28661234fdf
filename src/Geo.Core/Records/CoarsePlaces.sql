-- 1. Finds polygons of coarse places: of those without one in any boundary set ($1 null), or of all that the set $1 holds, which then
-- gives their polygon. Among several sets the one loaded last does; a code stands for one boundary, so vintages agree where they share it.
with found as (
  select distinct on (c.id) c.id, a.geom
  from records.coarse_place c
  join areas.boundary_set s on s.kind = c.kind and not s.is_demonstration
  join areas.area a on a.boundary_set_id = s.id and (a.code = c.code or (c.kind = 'ward' and a.name = c.code))
  where s.id = $1 or ($1 is null and c.geom is null)
  order by c.id, s.loaded_at desc, s.id desc, a.code collate "C"
)
update records.coarse_place c set geom = found.geom
from found
where found.id = c.id and c.geom is distinct from found.geom
returning c.id;

-- 2. Assigns the coarse places $2 and those above id $3 in the boundary sets $1. A polygon counts for the area that holds 99% of it: borders
-- that were generalised apart differ by less. One that straddles a border, or whose polygon is not known, is not located in that set (-1).
-- It is outside (null) where all the areas together hold less than 1% of it. Areas in square metres of EPSG:27700.
insert into records.place_area (boundary_set_id, place_id, area_id)
select s.id, c.id, case when c.geom is null then -1 when held.most >= 0.99 then held.area_id when coalesce(held.total, 0) <= 0.01 then null else -1 end
from unnest($1::int[]) s(id)
cross join records.coarse_place c
left join lateral (
  select (array_agg(area_id order by share desc, code collate "C"))[1] as area_id, max(share) as most, sum(share) as total
  from (
    select a.id as area_id, a.code, ST_Area(ST_Intersection(a.geom, c.geom)) / ST_Area(c.geom) as share
    from areas.area a
    where a.boundary_set_id = s.id and a.geom && c.geom
  ) shares
) held on true
where c.id = any ($2::int[]) or c.id > $3
on conflict (boundary_set_id, place_id) do update set area_id = excluded.area_id;
