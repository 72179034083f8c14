-- Until which day a person holds a notice; null: no day was given.
alter table notice_act add column until date;
