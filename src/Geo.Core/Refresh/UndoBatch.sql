-- What Refresh/UndoBatch.cs does, in its order.

-- 1. The batches that count of batch $1 or, where $2, of all months of its file, with what counted before each: the batch that it, or
-- the one whose rows it brought back, took the place of.
select b.id, b.month, b.rows_accepted, before.id, before.rows_accepted, s.slug, b.file_name
from intake.batch asked
join intake.batch b on b.id = asked.id or ($2 and b.source_id = asked.source_id and b.content_sha256 = asked.content_sha256 and b.published_at = asked.published_at)
join intake.source s on s.id = b.source_id
left join intake.batch before on before.superseded_by = coalesce(b.restores, b.id)
where asked.id = $1 and b.superseded_at is null
order by b.month;

-- 2. The batches $1 count no more from moment $3 on; $2 are those in their place, null where the month had nothing before.
update intake.batch b set superseded_at = $3, superseded_by = u.place, undone_by = $4
from unnest($1::int[], $2::int[]) u(id, place)
where b.id = u.id;

-- 3. The batches $1 come back as the new batches $2 at moment $3.
insert into intake.batch (id, source_id, month, file_name, content_sha256, rows_fingerprint, rows_read, rows_accepted, rows_quarantined,
                          rows_not_located, rows_without_reference, repeated_references, loaded_by, published_at, restores)
select u.place, b.source_id, b.month, b.file_name, b.content_sha256, b.rows_fingerprint, b.rows_read, b.rows_accepted, b.rows_quarantined,
       b.rows_not_located, b.rows_without_reference, b.repeated_references, $4, $3, coalesce(b.restores, b.id)
from unnest($1::int[], $2::int[]) u(id, place) join intake.batch b on b.id = u.id;

insert into intake.quarantine (batch_id, row_number, code, column_name, value, reason, raw)
select u.place, q.row_number, q.code, q.column_name, q.value, q.reason, q.raw
from unnest($1::int[], $2::int[]) u(id, place) join intake.quarantine q on q.batch_id = u.id;

insert into records.record (batch_id, row_number, month, category_id, place_id, outcome_id, lsoa_id, reference, flags)
select u.place, r.row_number, r.month, r.category_id, r.place_id, r.outcome_id, r.lsoa_id, r.reference, r.flags
from unnest($1::int[], $2::int[]) u(id, place) join records.record r on r.batch_id = u.id
where r.batch_id = any ($1::int[])
order by u.place, r.row_number;

insert into records.occurrence (batch_id, row_number, recorded_on, occurred_from, occurred_to)
select u.place, o.row_number, o.recorded_on, o.occurred_from, o.occurred_to
from unnest($1::int[], $2::int[]) u(id, place) join records.occurrence o on o.batch_id = u.id
where o.batch_id = any ($1::int[])
order by u.place, o.row_number;

insert into records.detail (batch_id, row_number, term_id)
select u.place, d.row_number, d.term_id
from unnest($1::int[], $2::int[]) u(id, place) join records.detail d on d.batch_id = u.id
where d.batch_id = any ($1::int[])
order by u.place, d.row_number;

insert into records.role (batch_id, row_number, role, person, age, age_band, sex, ethnicity)
select u.place, r.row_number, r.role, r.person, r.age, r.age_band, r.sex, r.ethnicity
from unnest($1::int[], $2::int[]) u(id, place) join records.role r on r.batch_id = u.id
where r.batch_id = any ($1::int[])
order by u.place, r.row_number;
