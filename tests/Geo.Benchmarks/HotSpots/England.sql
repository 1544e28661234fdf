-- As many squares as England has wards, drawn for a map of zoom 8 with a corner every 500 m.

insert into areas.boundary_set (name, kind, transformation, content_sha256, loaded_at)
values ('england', 'ward', 'none', '', '2025-01-01');

insert into areas.area (boundary_set_id, code, name, geom)
select s.id, 'E' || lpad(i::text, 8, '0'), 'Ward ' || i,
       st_multi(st_segmentize(st_makeenvelope(100000 + (i % 88) * 4000, 100000 + (i / 88) * 4000, 104000 + (i % 88) * 4000, 104000 + (i / 88) * 4000, 27700), 500))
from areas.boundary_set s, generate_series(0, 7699) i
where s.name = 'england';

insert into areas.shape (area_id, zoom, geom)
select id, 8, st_transform(geom, 3857) from areas.area;

insert into measures.data_version (published_at, reason) values ('2025-01-01', 'benchmark');
