-- Records of every agency of the partnership: attendances, casualties, notices and cases beside offences, incidents and referrals.

alter table records.category
  drop constraint category_kind_check,
  add check (kind in ('offence', 'incident', 'referral', 'attendance', 'casualty', 'notice', 'case'));

alter table records.role
  drop constraint role_role_check,
  add check (role in ('victim', 'suspect', 'subject'));

comment on column records.occurrence.occurred_to is 'The end of when it happened or, of what lasts (plans, care), the day it ended: null while it lasts.';
