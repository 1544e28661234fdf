-- What analysts write about a panel of a dashboard, for a period. A version is never changed: writing again adds one, and an empty one
-- takes the note back.

create schema dashboards;
grant usage on schema dashboards to geo_writer, geo_reader;

create table dashboards.note (
  dashboard  text not null check (dashboard <> ''),
  panel      text not null check (panel <> ''),
  period     text not null check (period <> ''),
  area       text not null,
  version    int not null check (version > 0),
  text       text not null check (length(text) <= 2000),
  author     text not null check (author <> ''),
  written_at timestamptz not null,
  -- Dashboards/Notes.cs reads a dashboard's period, and a second writer of the same version is refused.
  primary key (dashboard, period, area, panel, version)
);
comment on column dashboards.note.panel is 'What the panel shows, such as trend-recorded-crime; not its place on the page, which moves.';
comment on column dashboards.note.period is 'Its first and last month, such as 2023-04..2024-03.';
comment on column dashboards.note.area is 'A kind and a code, such as town:T1; empty for all.';

grant select on dashboards.note to geo_writer, geo_reader;
grant insert on dashboards.note to geo_writer;
