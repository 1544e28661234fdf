-- The areas of boundary set $1 whose middle lies in area $2, and the one that its own middle lies in: a town may be smaller than a ward.
select a.code
from areas.area a join areas.area other on other.id = $2
where a.boundary_set_id = $1 and a.geom && other.geom
  and (ST_Intersects(ST_PointOnSurface(a.geom), other.geom) or ST_Intersects(a.geom, ST_PointOnSurface(other.geom)))
