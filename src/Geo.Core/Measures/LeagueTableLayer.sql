-- The areas of boundary set $1 as they were imported: EPSG:27700.
select code, ST_AsBinary(ST_Multi(geom), 'NDR')
from areas.area
where boundary_set_id = $1
