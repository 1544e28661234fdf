-- Counts by cell of the National Grid, for maps. Cells are few of all there are and most hold nothing in most months, so a month is
-- kept on its own, not summed up as the cube is: a month that changes costs that month alone.

create schema hotspots;
grant usage on schema hotspots to geo_writer, geo_reader;

create table hotspots.lattice (
  boundary_set_id int not null references areas.boundary_set on delete cascade,
  month           date not null,
  category_id     smallint not null references records.category,
  flags           int not null,
  area_ids        int[] not null,
  cell_xs         int[] not null,
  cell_ys         int[] not null,
  counts          int[] not null,
  easts           int[] not null,
  norths          int[] not null,
  -- HotSpots/Lattice.cs reads a set whole; HotSpots/RefreshLattice.sql replaces months.
  primary key (boundary_set_id, month, category_id, flags)
);
comment on table hotspots.lattice is 'Records of a category with its flags in a month, by cell of 50 m: the n-th members of the arrays are one cell in one area, cell_x = floor(easting / 50); easts and norths are how far its records lie from its western and southern edge, summed, in metres, so that a surface is smoothed from where they lie on average. Only what lies at a point inside an area.';

grant select on hotspots.lattice to geo_writer, geo_reader;
grant insert, update, delete on hotspots.lattice to geo_writer;

-- What was imported before has its cells as well.
insert into hotspots.lattice (boundary_set_id, month, category_id, flags, area_ids, cell_xs, cell_ys, counts, easts, norths)
select boundary_set_id, month, category_id, flags, array_agg(area_id order by cell_y, cell_x, area_id), array_agg(cell_x order by cell_y, cell_x, area_id),
       array_agg(cell_y order by cell_y, cell_x, area_id), array_agg(n order by cell_y, cell_x, area_id),
       array_agg(east order by cell_y, cell_x, area_id), array_agg(north order by cell_y, cell_x, area_id)
from (
  select pa.boundary_set_id, r.month, r.category_id, r.flags, pa.area_id, floor(ST_X(p.geom) / 50)::int as cell_x, floor(ST_Y(p.geom) / 50)::int as cell_y, count(*)::int as n,
         round(sum(ST_X(p.geom) - 50 * floor(ST_X(p.geom) / 50)))::int as east, round(sum(ST_Y(p.geom) - 50 * floor(ST_Y(p.geom) / 50)))::int as north
  from records.record r
  join intake.batch b on b.id = r.batch_id and b.superseded_at is null
  join records.place_area pa on pa.place_id = r.place_id and pa.area_id > 0
  join records.place p on p.id = r.place_id
  group by 1, 2, 3, 4, 5, 6, 7
) cells
group by boundary_set_id, month, category_id, flags;
