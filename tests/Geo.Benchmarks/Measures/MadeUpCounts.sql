-- Counts as an intake would have left them, written straight into the tables: the demonstration's wards over twenty years,
-- and as many squares as England has wards over two. Also the plain monthly table that the cube is held against.

insert into areas.boundary_set (name, kind, transformation, content_sha256, loaded_at)
values ('england', 'ward', 'none', '', '2025-01-01');

insert into areas.area (boundary_set_id, code, name, geom)
select s.id, 'E' || lpad(i::text, 8, '0'), 'Ward ' || i,
       st_multi(st_makeenvelope(100000 + (i % 88) * 4000, 100000 + (i / 88) * 4000, 104000 + (i % 88) * 4000, 104000 + (i / 88) * 4000, 27700))
from areas.boundary_set s, generate_series(0, 7699) i
where s.name = 'england';

insert into areas.population (area_id, year, age_group, people)
select a.id, 2023, 'all', 5000 + a.id % 5000
from areas.area a join areas.boundary_set s on s.id = a.boundary_set_id
where s.name = 'england';

with source as (
  insert into intake.source (slug, agency, feed, licence) values ('made-up', 'Made-up Police', 'street', 'none') returning id
)
insert into intake.batch (id, source_id, month, file_name, content_sha256, rows_fingerprint, rows_read, rows_accepted, rows_quarantined, rows_not_located, rows_without_reference, repeated_references, loaded_by, published_at)
select nextval('intake.batch_id'), source.id, m::date, to_char(m, 'YYYY-MM'), decode(md5(m::text), 'hex'), '', 0, 0, 0, 0, 0, 0, 'benchmark', '2025-01-01'
from source, generate_series(timestamp '2005-01-01', timestamp '2024-12-01', interval '1 month') m;

insert into measures.cube (boundary_set_id, first_month, months)
select id, case name when 'england' then date '2023-01-01' else date '2005-01-01' end, case name when 'england' then 24 else 240 end
from areas.boundary_set;

insert into measures.area_count (boundary_set_id, area_id, category_id, cumulative)
select boundary_set_id, area_id, category_id, array_agg(up_to order by i)
from (
  select c.boundary_set_id, a.area_id, k.id as category_id, i,
         sum(abs(hashint4(a.area_id * 7919 + k.id * 257 + i)) % 20) over (partition by c.boundary_set_id, a.area_id, k.id order by i)::int as up_to
  from measures.cube c
  cross join lateral (select id from areas.area where boundary_set_id = c.boundary_set_id union all values (0), (-1)) a (area_id)
  join records.category k on k.classification = 'street-level'
  cross join lateral generate_series(1, c.months) i
) counts
group by 1, 2, 3;

insert into measures.data_version (published_at, reason) values ('2025-01-01', 'benchmark');

create schema plain;
create table plain.area as
select a.id, a.code, a.name, p.people
from areas.area a
join areas.boundary_set s on s.id = a.boundary_set_id and s.name <> 'england'
join areas.population p on p.area_id = a.id and p.age_group = 'all';
alter table plain.area add primary key (id);

create table plain.monthly as
select 'crime' as measure, a.area_id, (c.first_month + (u.i - 1) * interval '1 month')::date as month,
       sum(u.up_to - case when u.i > 1 then a.cumulative[u.i - 1] else 0 end)::int as n
from measures.cube c
join measures.area_count a using (boundary_set_id)
join records.category k on k.id = a.category_id and k.kind = 'offence'
join plain.area on area.id = a.area_id
cross join lateral unnest(a.cumulative) with ordinality u (up_to, i)
group by 1, 2, 3;
alter table plain.monthly add primary key (measure, month, area_id);
