-- Places that a source tells only roughly, as children's and adults' services must: an LSOA, a grid square, a postcode district, a ward.

alter table areas.boundary_set
  drop constraint boundary_set_kind_check,
  add constraint boundary_set_kind_check check (kind in ('ward', 'lsoa', 'locality', 'town', 'policing-area', 'district', 'county', 'postcode-district'));

create table records.coarse_place (
  id   int primary key,
  kind text not null check (kind in ('lsoa', 'grid-square', 'postcode-district', 'ward')),
  code text not null,
  geom geometry(MultiPolygon, 27700),
  unique (kind, code)
);
comment on table records.coarse_place is 'A place of low precision: a polygon. Its ids and those of records.place are one run of numbers. geom is null until a boundary set is imported that holds it.';
comment on table records.place_area is 'The area of every place, once per boundary set; area_id is null outside all areas, -1 where a coarse place lies in no one area. No key to area or place: written in bulk, held by geo check.';

grant select on records.coarse_place to geo_writer, geo_reader;
grant insert, update, delete on records.coarse_place to geo_writer;
