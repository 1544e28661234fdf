-- The areas of the same boundary set that share a border or a corner with area $1. A metre bridges what was drawn apart.
select b.id
from areas.area a join areas.area b on b.boundary_set_id = a.boundary_set_id and b.id <> a.id and ST_DWithin(a.geom, b.geom, 1)
where a.id = $1
order by b.id
