-- The areas of boundary set $1 as drawn up to zoom $2: GeoJSON geometry, WGS84, five decimals (1 m), outer rings anticlockwise.
select a.code, a.name, convert_to(ST_AsGeoJSON(ST_ForcePolygonCCW(ST_Transform(s.geom, 4326)), 5), 'UTF8')
from areas.area a
join areas.shape s on s.area_id = a.id and s.zoom = $2
where a.boundary_set_id = $1
order by a.code collate "C"
