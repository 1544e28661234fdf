-- Each source with batches that counted at $1: when the latest was taken in, and how many rows of them were read and set aside.
select s.slug, max(b.published_at), sum(b.rows_read), sum(b.rows_quarantined)
from intake.source s join intake.batch b on b.source_id = s.id
where b.published_at <= $1 and (b.superseded_at is null or b.superseded_at > $1)
group by s.slug
