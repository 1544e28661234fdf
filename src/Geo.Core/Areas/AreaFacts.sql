-- The areas of boundary set $1: their size in km² and their people by year and age group, as three arrays of one order.
select a.id, ST_Area(a.geom) / 1e6, array_agg(p.year order by p.year, p.age_group) filter (where p.year is not null), array_agg(p.age_group order by p.year, p.age_group) filter (where p.year is not null),
       array_agg(p.people order by p.year, p.age_group) filter (where p.year is not null)
from areas.area a left join areas.population p on p.area_id = a.id
where a.boundary_set_id = $1
group by a.id
