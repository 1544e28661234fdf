-- Vector tile $1/$2/$3 of boundary set $4 from the shapes stored for zoom $5; an empty tile where no area lies.
-- Materialized, or each shape is cut to the tile twice: once to see whether anything of it is left.
with tile as materialized (
  select a.id, a.code, a.name,
         ST_AsMVTGeom(s.geom, ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom
  from areas.shape s
  join areas.area a on a.id = s.area_id
  where a.boundary_set_id = $4
    and s.zoom = $5
    and s.geom && ST_TileEnvelope($1, $2, $3, margin => 64.0 / 4096)
)
select coalesce(ST_AsMVT(tile, 'areas', 4096, 'geom', 'id'), ''::bytea) from tile where geom is not null
