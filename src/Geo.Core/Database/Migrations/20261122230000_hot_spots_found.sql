alter table jobs.finding drop constraint finding_kind_check;
alter table jobs.finding add check (kind in ('missing-month', 'row-count', 'not-located', 'unknown-codes', 'late', 'refused-file', 'signal', 'hot-spot'));

alter table jobs.alert drop constraint alert_kind_check;
alter table jobs.alert add check (kind in ('failure', 'refused-file', 'late', 'signal', 'hot-spot'));
