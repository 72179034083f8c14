-- The sessions of those who have signed in to the pages, in the form of connect-pg-simple.
create table session (
  sid text primary key,
  sess json not null,
  expire timestamptz not null
);
create index session_expire on session (expire);
SELECT "grant_service"(current_user);
