-- What ran when the restored state was the present one is not continued: $1 happened, at $2.
with ended as (
  update jobs.run set outcome = 'cancelled', ended_at = greatest($2, started_at), message = 'Cancelled: ' || $1 || '.' where outcome = 'running' returning id
)
update jobs.step set outcome = 'cancelled', ended_at = greatest($2, started_at) where outcome = 'running' and run_id in (select id from ended);

-- A data version after $3, the last that hosts and browsers have seen: what they keep of a version is not taken for what was restored.
insert into measures.data_version (version, published_at, reason) overriding system value
select greatest($3, coalesce(max(version), 0)) + 1, $2, $1 from measures.data_version
returning setval(pg_get_serial_sequence('measures.data_version', 'version'), version)
