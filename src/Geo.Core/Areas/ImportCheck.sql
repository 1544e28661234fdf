-- What is wrong with the areas of the temporary table incoming (number, code, name, geom in EPSG:27700) as a set.
-- $1: area in square metres above which an overlap or a gap counts; $2: report gaps.
with invalid as (
  select number, code, ST_IsValidDetail(geom) as detail from incoming where not ST_IsValid(geom)
),
sound as (
  select number, code, geom from incoming where not exists (select from invalid)
),
overlap as (
  select a.code as code, b.code as other, ST_Area(ST_Intersection(a.geom, b.geom)) as square_metres
  from sound a join sound b on a.number < b.number and a.geom && b.geom
  where not ST_Touches(a.geom, b.geom) and ST_Intersects(a.geom, b.geom)
),
hole as (
  select ST_MakePolygon(ST_InteriorRingN(part.geom, i)) as geom
  from (select (ST_Dump(ST_Union(geom))).geom from sound where $2) part,
       generate_series(1, ST_NumInteriorRings(part.geom)) i
)
select 'invalid-geometry' as problem, code, '' as other, 0::double precision as square_metres,
       (detail).reason || ' near ' || round(ST_X((detail).location)::numeric, 1) || ', ' || round(ST_Y((detail).location)::numeric, 1) as detail
from invalid
union all
select 'overlap', code, other, square_metres, '' from overlap where square_metres > $1
union all
select 'gap', (array_agg(s.code order by s.code))[1], coalesce((array_agg(s.code order by s.code))[2], ''), ST_Area(h.geom),
       'near ' || round(ST_X(ST_Centroid(h.geom))::numeric) || ', ' || round(ST_Y(ST_Centroid(h.geom))::numeric)
from hole h join sound s on ST_DWithin(h.geom, s.geom, 0.01)
where ST_Area(h.geom) > $1
group by h.geom
order by problem, code, other
