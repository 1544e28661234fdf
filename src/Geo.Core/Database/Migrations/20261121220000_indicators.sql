-- Figures that an agency supplies ready-made. What was told before stays readable: a figure counts while superseded_at is null.
create table measures.indicator (
  indicator     text not null,
  area          text not null,
  first_day     date not null,
  last_day      date not null check (last_day >= first_day),
  numerator     double precision,
  denominator   double precision,
  value         double precision not null,
  lower_95      double precision,
  upper_95      double precision,
  is_comparator boolean not null,
  source        text not null,
  commentary    text not null default '',
  is_demonstration boolean not null default false,
  published_at  timestamptz not null,
  superseded_at timestamptz
);
comment on table measures.indicator is 'Ready-made figures of agencies, by area name and period; comparators are England, the region, statistical neighbours.';
create unique index indicator_current on measures.indicator (indicator, area, first_day, last_day) where superseded_at is null;

grant select on measures.indicator to geo_reader, geo_writer;
grant insert, update, delete on measures.indicator to geo_writer;
