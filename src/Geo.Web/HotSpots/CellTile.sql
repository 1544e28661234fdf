-- Vector tile $1/$2/$3 of cells given as their corners in EPSG:27700 ($4, as text), with a value and a colour each; empty where none lies.
with cell as materialized (
  select ST_AsMVTGeom(ST_Transform(ST_GeomFromText(c.shape, 27700), 3857), ST_TileEnvelope($1, $2, $3), 4096, 64, true) as geom, c.count, c.class, c.colour
  from unnest($4::text[], $5::bigint[], $6::text[], $7::text[]) c(shape, count, class, colour)
)
select coalesce(ST_AsMVT(cell, 'cells', 4096, 'geom'), ''::bytea) from cell where geom is not null
