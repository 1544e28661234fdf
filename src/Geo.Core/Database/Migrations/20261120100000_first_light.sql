-- Areas, intake, records and the count cube. Words as in ARCHITECTURE.md; all geometry is EPSG:27700 unless its name says otherwise.

-- Roles: the owner migrates, the writer imports, the reader only SELECTs. A cluster that made them as logins keeps them so.
do $$
declare name text;
begin
  foreach name in array array['geo_writer', 'geo_reader'] loop
    begin
      if not exists (select from pg_roles where rolname = name) then
        execute format('create role %I nologin', name);
      end if;
    exception when duplicate_object or unique_violation then null; -- another database of this cluster migrates at the same moment
    end;
  end loop;
end $$;

create schema areas;
create schema intake;
create schema records;
create schema measures;
grant usage on schema areas, intake, records, measures to geo_writer, geo_reader;

create table areas.boundary_set (
  id               int generated always as identity primary key,
  name             text not null unique check (name ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  kind             text not null check (kind in ('ward', 'lsoa', 'locality', 'town', 'policing-area', 'district', 'county')),
  vintage          text not null default '',
  valid_from       date,
  valid_to         date check (valid_to > valid_from),
  source           text not null default '',
  licence          text not null default '',
  transformation   text not null,
  content_sha256   bytea not null,
  is_demonstration boolean not null default false,
  loaded_at        timestamptz not null
);
comment on table areas.boundary_set is 'All areas of one kind and vintage; valid_to is the first day no longer in force.';

create table areas.area (
  id              int generated always as identity primary key,
  boundary_set_id int not null references areas.boundary_set on delete cascade,
  code            text not null,
  name            text not null,
  geom            geometry(MultiPolygon, 27700) not null,
  unique (boundary_set_id, code)
);
-- Records/Assignment.sql walks areas outside and points inside, so no index on area.geom is wanted.

create table areas.shape (
  area_id int not null references areas.area on delete cascade,
  zoom    smallint not null,
  geom    geometry(MultiPolygon, 3857) not null,
  primary key (area_id, zoom)
);
comment on table areas.shape is 'Areas simplified together as a coverage for maps up to this zoom, in Web Mercator (EPSG:3857).';
-- Areas/Tile.sql finds the shapes of a tile.
create index shape_geom on areas.shape using gist (geom);

create table areas.population (
  area_id   int not null references areas.area on delete cascade,
  year      int not null check (year between 1900 and 2100),
  age_group text not null,
  people    double precision not null check (people >= 0),
  primary key (area_id, year, age_group)
);

create table intake.source (
  id               smallint generated always as identity primary key,
  slug             text not null unique,
  agency           text not null,
  feed             text not null,
  licence          text not null default '',
  is_demonstration boolean not null default false
);

create table intake.batch (
  id                  int primary key,
  source_id           smallint not null references intake.source on delete cascade,
  month               date not null check (extract(day from month) = 1),
  file_name           text not null,
  content_sha256      bytea not null,
  rows_fingerprint    bytea not null,
  rows_read           int not null,
  rows_accepted       int not null,
  rows_quarantined    int not null,
  rows_not_located    int not null,
  rows_without_reference int not null,
  repeated_references int not null,
  loaded_by           text not null,
  published_at        timestamptz not null,
  superseded_at       timestamptz,
  superseded_by       int references intake.batch deferrable initially deferred,
  check (rows_read = rows_accepted + rows_quarantined)
);
create sequence intake.batch_id as int owned by intake.batch.id;
-- A month of a source has one batch that counts, and a file's content counts once (Intake/LandFile.cs looks both up).
create unique index batch_current_month on intake.batch (source_id, month) where superseded_at is null;
create unique index batch_current_content on intake.batch (content_sha256) where superseded_at is null;
comment on table intake.batch is 'One file taken in from a source for one month. Current while superseded_at is null; what counted at a moment t is published_at <= t < superseded_at.';

create table intake.quarantine (
  batch_id    int not null references intake.batch on delete cascade,
  row_number  int not null,
  code        text not null,
  column_name text not null,
  value       text not null,
  reason      text not null,
  raw         text not null,
  primary key (batch_id, row_number)
);

create table records.category (
  id   smallint primary key,
  slug text not null unique,
  name text not null unique,
  kind text not null check (kind in ('offence', 'incident', 'referral'))
);

create table records.term (
  id       int primary key,
  kind     text not null check (kind in ('outcome', 'lsoa')),
  value    text not null,
  unique (kind, value)
);
comment on table records.term is 'Values of a source kept word for word: last outcomes, LSOA codes. A vocabulary that changes with the year only adds rows.';

create table records.place (
  id     int primary key,
  srid   int not null,
  x      int not null,
  y      int not null,
  name   text not null,
  geom   geometry(Point, 27700) not null,
  unique (srid, x, y)
);
comment on table records.place is 'A distinct location. x, y are the source''s own coordinates: millionths of a degree (srid 4326) or centimetres (srid 27700).';
-- Records/Assignment.sql looks up the places inside each area.
create index place_geom on records.place using gist (geom);

create table records.place_area (
  boundary_set_id int not null references areas.boundary_set on delete cascade,
  place_id        int not null,
  area_id         int,
  primary key (boundary_set_id, place_id)
);
comment on table records.place_area is 'The area of every place, once per boundary set; area_id is null outside all areas. No key to area or place: written in bulk, held by geo check.';

create table records.record (
  batch_id    int not null,
  row_number  int not null,
  month       date not null,
  category_id smallint not null,
  place_id    int,
  outcome_id  int,
  lsoa_id     int,
  reference   bytea
);
comment on table records.record is 'Offences and incidents, one row a record, never updated; whether a row counts is its batch''s business. kind comes with the category.';
-- Rows of a batch lie together, so a block range index finds them (Measures/Cube.sql, Measures/AreaCounts.sql); it costs an intake almost nothing.
create index record_batch on records.record using brin (batch_id) with (pages_per_range = 16, autosummarize = on);

create table measures.cube (
  boundary_set_id int primary key references areas.boundary_set on delete cascade,
  first_month     date not null,
  months          int not null check (months > 0)
);
create table measures.area_count (
  boundary_set_id int not null references areas.boundary_set on delete cascade,
  area_id         int not null,
  category_id     smallint not null references records.category,
  cumulative      int[] not null,
  primary key (boundary_set_id, area_id, category_id)
);
comment on table measures.area_count is 'The count cube: records of a category in an area, summed from the cube''s first month to each of its months. area_id 0 is outside all areas, -1 is not located.';

create table measures.data_version (
  version      bigint generated always as identity primary key,
  published_at timestamptz not null,
  reason       text not null
);
comment on table measures.data_version is 'Every publication of data, newest last. A host serves one version at a time; ETags carry it.';

grant select on all tables in schema areas, intake, records, measures to geo_writer, geo_reader;
grant insert, update, delete on all tables in schema areas, intake, records, measures to geo_writer;
grant usage, select, update on all sequences in schema areas, intake, records, measures to geo_writer;
