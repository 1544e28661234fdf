-- Every source with the months, records and rows of the batches that count, and the one of them that was published last (of a file, its
-- latest month).
select s.slug, s.agency, s.feed, s.licence, s.classification, s.is_demonstration,
       coalesce(held.months, '{}'), coalesce(held.records, 0), coalesce(held.not_located, 0), coalesce(held.set_aside, 0),
       latest.id, latest.month, latest.file_name, latest.published_at, latest.loaded_by
from intake.source s
left join (
  select source_id, array_agg(month order by month) as months, sum(rows_accepted)::bigint as records, sum(rows_not_located)::bigint as not_located, sum(rows_quarantined)::bigint as set_aside
  from intake.batch where superseded_at is null group by source_id
) held on held.source_id = s.id
left join lateral (
  select id, month, file_name, published_at, loaded_by from intake.batch b
  where b.source_id = s.id and b.superseded_at is null
  order by b.published_at desc, b.month desc, b.id desc limit 1
) latest on true
order by s.is_demonstration, s.slug
