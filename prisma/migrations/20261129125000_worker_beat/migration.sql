-- That a worker runs, and whether it reaches Temporal: without it a quiet night and a worker that is gone look the same.
create table worker_beat (
  part text primary key,
  at timestamptz not null,
  temporal_away_since timestamptz
);
SELECT "grant_service"(current_user);
