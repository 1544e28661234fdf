-- The bare statements behind the tables, each after a line that names it; $current stands for the batches that count.

-- league table
select pa.area_id, count(*), count(*) filter (where r.month >= '2023-04-01'), rank() over (order by count(*) desc)
from records.record r left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id join records.category c on c.id = r.category_id
where r.batch_id = any ($current) and c.classification = 'home-office' and c."group" <> 'Not notifiable' and r.month between '2022-04-01' and '2024-03-01'
group by 1;

-- trend
select r.month, count(*)
from records.record r left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id join records.category c on c.id = r.category_id
where r.batch_id = any ($current) and c.classification = 'home-office' and c."group" <> 'Not notifiable' and r.month between '2022-04-01' and '2024-03-01' and (pa.area_id is not null or r.place_id is null)
group by 1 order by 1;

-- breakdown
select c.subgroup, count(*) filter (where r.month >= '2023-04-01'), count(*) filter (where r.month < '2023-04-01')
from records.record r left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id join records.category c on c.id = r.category_id
where r.batch_id = any ($current) and c.classification = 'home-office' and c."group" <> 'Not notifiable' and r.month between '2022-04-01' and '2024-03-01' and (pa.area_id is not null or r.place_id is null)
group by 1 order by 2 desc;

-- areas by years
select pa.area_id, extract(year from r.month - interval '8 months'), count(*)
from records.record r left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id join records.category c on c.id = r.category_id
where r.batch_id = any ($current) and c.classification = 'home-office' and r.flags & 257 = 257 and r.month between '2020-09-01' and '2023-08-01'
group by 1, 2;

-- people by role, age and sex
select roles, least(age / 10, 7), sex, count(*) from (
  select ro.person, bool_or(ro.role = 'victim')::int + 2 * bool_or(ro.role = 'suspect')::int as roles,
         (array_agg(ro.age order by r.month, r.batch_id, r.row_number) filter (where ro.age is not null))[1] as age,
         (array_agg(ro.sex order by r.month, r.batch_id, r.row_number) filter (where ro.sex <> ''))[1] as sex
  from records.record r join records.role ro on ro.batch_id = r.batch_id and ro.row_number = r.row_number join records.category c on c.id = r.category_id
  left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id
  where r.batch_id = any ($current) and c.classification = 'home-office' and r.flags & 256 = 256 and r.month between '2020-09-01' and '2023-08-01' and (pa.area_id is not null or r.place_id is null)
  group by 1) who
group by 1, 2, 3;

-- details
select d.value, count(*)
from records.record r join records.category c on c.id = r.category_id
left join (select d.batch_id, d.row_number, t.value from records.detail d join records.term t on t.id = d.term_id where t.kind = 'outcome') d on d.batch_id = r.batch_id and d.row_number = r.row_number
left join records.place_area pa on pa.boundary_set_id = $set and pa.place_id = r.place_id
where r.batch_id = any ($current) and c.classification = 'home-office' and c."group" <> 'Not notifiable' and r.month between '2023-04-01' and '2024-03-01' and (pa.area_id is not null or r.place_id is null)
group by 1;

-- funnel
select d.value, count(*), count(*) filter (where r.flags & 32768 <> 0)
from records.record r join records.category c on c.id = r.category_id
left join (select d.batch_id, d.row_number, t.value from records.detail d join records.term t on t.id = d.term_id where t.kind = 'policing-area') d on d.batch_id = r.batch_id and d.row_number = r.row_number
where r.batch_id = any ($current) and c.classification = 'protection-notice' and r.month between '2023-03-01' and '2024-02-01'
group by 1;

-- stock
select m.month, count(*) filter (where o.recorded_on < m.month + interval '1 month' and (o.occurred_to is null or o.occurred_to >= m.month + interval '1 month')),
       count(*) filter (where o.recorded_on >= m.month and o.recorded_on < m.month + interval '1 month'), count(*) filter (where o.occurred_to >= m.month and o.occurred_to < m.month + interval '1 month')
from records.record r join records.occurrence o on o.batch_id = r.batch_id and o.row_number = r.row_number join records.category c on c.id = r.category_id
cross join generate_series('2023-04-01'::date, '2024-03-01', '1 month') m(month)
where r.batch_id = any ($current) and c.classification = 'childrens-social-care' and c.code = 'child-protection-plan'
group by 1 order by 1;
