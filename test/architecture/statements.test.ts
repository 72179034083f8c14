import { sources, textOf } from './modules';

/** `select *`, `select d.*`, `returning *`; neither `count(*)` nor a multiplication. */
const EVERY_COLUMN = /\b(?:select|returning)\s+(?:distinct\s+)?(?:\w+\.)?\*|,\s*\w+\.\*/i;
const OURS = /^(?:services|api|activities|infra)\//;

/** A function of PostgreSQL's own: no migration of ours changes what it answers. */
const ALLOWED = /pg_backup_stop/;

test('no statement asks for every column: once prepared it would break when a release adds one', () => {
  const found = sources()
    .filter((file) => OURS.test(file))
    .flatMap((file) =>
      textOf(file)
        .split('\n')
        .flatMap((line, index) => (EVERY_COLUMN.test(line) && !ALLOWED.test(line) ? [`${file}:${index + 1}`] : [])),
    );
  expect(found).toEqual([]);
});
