-- The batches that count of each source, month by month, with what of them bore codes that are not known.
select s.slug, s.agency || ', ' || s.feed, b.month, b.id, b.rows_accepted, b.rows_not_located, q.codes, q.rows, coalesce(q.columns, '')
from intake.batch b
join intake.source s on s.id = b.source_id
cross join lateral (
  select count(distinct (column_name, value)) as codes, count(*) as rows, string_agg(distinct column_name, ', ') as columns
  from intake.quarantine where batch_id = b.id and code in ('unknown-code', 'unknown-value', 'unknown-crime-type')
) q
where b.superseded_at is null and not s.is_demonstration
order by s.slug, b.month
