-- Which core, rules and holidays decided a person's record last, and whether it was never another: then what is stored is what they derive.
alter table person add column stamp text, add column one_core boolean not null default false;

-- What stands although the present core would answer differently, until it is adopted, and how many dates and steps an adoption would move.
alter table pathway add column kept jsonb, add column not_adopted integer not null default 0;
create index pathway_not_adopted on pathway (register_id) where not_adopted > 0;
