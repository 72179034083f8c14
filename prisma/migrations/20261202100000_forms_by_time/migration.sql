-- When a form was written last: what is counted of forms is kept until another one is.
CREATE INDEX "person_record_forms" ON "person_record" ("at") WHERE "kind" = 'form';
