import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { type FilledForm, filledFormSchema } from '../../domain/forms/forms';
import type { Seals } from '../../infra/seals';
import {
  digestOfForm,
  insertRecord,
  nextRecord,
  readRecordHead,
  storedRecord,
  type FormText,
  type StoredRecord,
} from '../record/person-record';
import { among, type Client, db, firstOf, picked, prepared, rowsOf, type RowOf, type Statement } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Row } from '../tables/tables';

/** A form as it was filled in, in one of its versions. */
export interface WrittenForm {
  readonly id: string;
  /** 1 and on. */
  readonly version: number;
  readonly form: FilledForm;
  readonly at: Instant;
  /** As the log of events names a source. */
  readonly source: string;
  /** The event that it came with; null: with none. */
  readonly eventId: string | null;
}

const COLUMNS_READ = ['id', 'version', 'kind', 'edition', 'at', 'source', 'event_id', 'answers'] as const;
const formsOf = prepared('forms-of-person', (registerId: string) =>
  db
    .selectFrom('written_form')
    .select([...COLUMNS_READ])
    .where('register_id', '=', registerId)
    .orderBy('at')
    .orderBy('id')
    .orderBy('version'),
);

/** Every version of every form that was filled in about a person, the first one first. Throws where the database is away, or a row is not as it should be. */
export async function readForms(database: Client, registerId: string): Promise<WrittenForm[]> {
  return (await rowsOf(database, formsOf(registerId))).map(writtenOf);
}

const writtenOf = ({ kind, edition, answers, at, event_id: eventId, ...row }: RowOf<typeof formsOf>): WrittenForm => ({
  ...row,
  eventId,
  at: at.getTime() as Instant,
  form: filledFormSchema.parse({ kind, edition, answers }),
});

const formsOfKinds = prepared('forms-of-kinds', (ids: readonly string[], kinds: readonly string[]) =>
  db
    .selectFrom('written_form')
    .select(['register_id as registerId', ...COLUMNS_READ])
    .where('register_id', '=', among(ids))
    .where('kind', '=', among(kinds))
    .orderBy('at')
    .orderBy('id')
    .orderBy('version'),
);

/** Every version of every form of some kinds about several people, the first one first. Throws as `readForms`. */
export async function readFormsOfKinds(
  database: Client,
  registerIds: readonly string[],
  kinds: readonly FilledForm['kind'][],
): Promise<(WrittenForm & { readonly registerId: string })[]> {
  const rows = await rowsOf(database, formsOfKinds(registerIds, kinds));
  return rows.map(({ registerId, ...row }) => ({ registerId, ...writtenOf(row) }));
}

const versionsOf = prepared('versions-of-form', (registerId: string, id: string) =>
  db
    .selectFrom('written_form')
    .select([...COLUMNS_READ])
    .where('register_id', '=', registerId)
    .where('id', '=', id)
    .orderBy('version'),
);

/** Every version of one form of a person, the first one first; none: it is not begun. Throws where the database is away, or a row is not as it should be. */
export async function readVersions(database: Client, registerId: string, id: string): Promise<WrittenForm[]> {
  return (await rowsOf(database, versionsOf(registerId, id))).map(writtenOf);
}

const locked = prepared('person-for-form', (registerId: string) =>
  db.selectFrom('person').select('duplicate_of as duplicateOf').where('register_id', '=', registerId).forUpdate(),
);
const known = prepared('form-version', (registerId: string, id: string, version: number) =>
  db.selectFrom('written_form').select('version').where('register_id', '=', registerId).where('id', '=', id).where('version', '=', version),
);

const COLUMNS = columnsOf('written_form');
type NewRow = Pick<Row<'written_form'>, Exclude<(typeof COLUMNS)[number], 'answers'>> & { readonly answers: string };
const writing = prepared('write-form', (row: NewRow) => db.insertInto('written_form').values(picked(row, COLUMNS)));
const sealing = prepared('record-of-form', (record: StoredRecord) => insertRecord(db, record));

/**
 * The statements that put the first version of a form into a person's record, inside the caller's transaction: they hold the person's row, as
 * every change of a record does. None where it is there already. Throws where the database is away.
 */
export async function toWriteForm(
  client: PoolClient,
  seals: Seals,
  written: Omit<WrittenForm, 'version'> & { readonly registerId: string },
): Promise<Statement<unknown>[]> {
  await lockForForm(client, written.registerId);
  if (await firstOf(client, known(written.registerId, written.id, 1))) return [];
  return toWriteVersion(client, seals, { ...written, version: 1 });
}

/**
 * Locks a person's row until the transaction ends: no two write forms about one person at one moment. Out: the register id that lives on, where the
 * record was closed as a duplicate; null: nobody has this id.
 */
export const lockForForm = (client: PoolClient, registerId: string): Promise<{ readonly duplicateOf: string | null } | null> =>
  firstOf(client, locked(registerId));

/** The statements that put a version of a form into the record of a person whose row is locked, and seal it there. */
export async function toWriteVersion(
  client: PoolClient,
  seals: Seals,
  { form, registerId, version, ...about }: WrittenForm & { readonly registerId: string },
): Promise<Statement<unknown>[]> {
  const { kind, edition } = form;
  // As the database will give them back.
  const answers = JSON.stringify(form.answers);
  const text: FormText = { registerId, ...about, version, kind, edition, answers: JSON.parse(answers) as unknown };
  const record = nextRecord(seals, await readRecordHead(client, registerId), {
    ...{ registerId, kind: 'form', subject: subjectOfForm(text), at: about.at, source: about.source },
    digest: digestOfForm(seals, text),
  });
  const { id, at, source, eventId } = about;
  return [
    writing({ register_id: registerId, id, version, kind, edition, at: new Date(at), source, event_id: eventId, answers }),
    sealing(storedRecord(record)),
  ];
}

/** By what a person's record names a version of a form. */
export const subjectOfForm = ({ id, version }: Pick<FormText, 'id' | 'version'>): string => `${id}/${version}`;
