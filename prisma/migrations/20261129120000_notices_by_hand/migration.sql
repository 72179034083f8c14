alter table notice
  -- By which its page is addressed: the key names its recipient.
  add column ref text not null default gen_random_uuid()::text;
create unique index notice_ref on notice (ref);
create index notice_dropped on notice (planned_at) where status = 'dropped';
-- What people did about a notice by hand.
create table notice_act (
  id text primary key,
  key text not null references notice (key),
  act text not null,
  was text,
  at timestamptz not null,
  by text not null,
  why text
);
create index notice_act_of on notice_act (key, at);
SELECT "grant_service"(current_user);
