import { createHash } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import { type DocumentCode, type FileType, MOST_OF_FILE } from '../../domain/forms/documents';
import { type FiledDocument, isDocument } from '../../domain/forms/forms';
import type { Seals } from '../../infra/seals';
import { lockForForm, readForms, toWriteVersion, type WrittenForm } from './written-forms';
import { type Decided, inTransaction } from '../record/transaction';
import { type Client, db, firstOf, prepared, type Statement } from '../tables/query';
import { fileTypeOf } from './file-type';

export interface DocumentDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  readonly clock: () => Instant;
}

/** A document of a person. */
export interface PersonDocument {
  readonly id: string;
  readonly what: DocumentCode;
  readonly title: string | null;
  readonly dated: PlainDate | null;
  readonly file: { readonly type: FileType; readonly bytes: number; readonly sha256: string };
  readonly addedAt: Instant;
  /** As the log of events names a source. */
  readonly addedBy: string;
  /** By whom, when and why it was taken away; its file is gone then. */
  readonly removed: { readonly at: Instant; readonly by: string; readonly why: string } | null;
}

const filed = (versions: readonly WrittenForm[]): readonly (WrittenForm & { readonly form: FiledDocument })[] =>
  versions.flatMap(({ form, ...rest }) => (isDocument(form) ? [{ ...rest, form }] : []));

/** The documents among all versions of all forms of a person, the first one first. */
function documentsOf(versions: readonly WrittenForm[]): readonly PersonDocument[] {
  const all = filed(versions);
  return all
    .filter(({ version }) => version === 1)
    .map(({ id, at, source, form: { answers } }): PersonDocument => {
      const end = all.find((one) => one.id === id && one.form.answers.removed !== undefined);
      const { what, title = null, dated = null, file } = answers;
      return {
        ...{ id, what, title, dated, file, addedAt: at, addedBy: source },
        removed: end ? { at: end.at, by: end.source, why: end.form.answers.removed?.why ?? '' } : null,
      };
    });
}

/** Every document of a person, those that were taken away among them, the first one first. Throws where the database is away. */
export const readDocuments = async (database: Client, registerId: string): Promise<readonly PersonDocument[]> =>
  documentsOf(await readForms(database, registerId));

const bytesOf = prepared('file-of-document', (registerId: string, id: string) =>
  db.selectFrom('document_file').select('bytes').where('register_id', '=', registerId).where('id', '=', id),
);

/** A document with its file; null: there is none of this id, or it was taken away. Throws where the database is away. */
export async function readDocument(
  database: Client,
  registerId: string,
  id: string,
): Promise<{ readonly document: PersonDocument; readonly bytes: Buffer } | null> {
  const document = (await readDocuments(database, registerId)).find((one) => one.id === id);
  const row = document && (await firstOf(database, bytesOf(registerId, id)));
  return document && row ? { document, bytes: row.bytes } : null;
}

/** A document as somebody gives it. */
export interface DocumentToAdd {
  readonly registerId: string;
  /** Made by whoever gives it, so that the same sent twice is one. */
  readonly id: string;
  readonly what: DocumentCode;
  readonly title: string | null;
  readonly dated: PlainDate | null;
  readonly bytes: Buffer;
  readonly source: string;
}

export type DocumentAdded =
  | { readonly status: 'added'; readonly id: string }
  /** The same file is among the person's documents, under this id. Nothing is written. */
  | { readonly status: 'already'; readonly document: PersonDocument }
  /** The id is that of another document of the person. */
  | { readonly status: 'id-used' }
  | { readonly status: 'too-large' | 'not-taken' | 'too-many' | 'unknown-person' }
  | { readonly status: 'duplicate'; readonly duplicateOf: string };

/** So many documents a person may have: who sends more sends something else than documents. */
const MOST_DOCUMENTS = 200;

const writingFile = prepared('write-document-file', (registerId: string, id: string, bytes: Buffer) =>
  db.insertInto('document_file').values({ register_id: registerId, id, bytes }),
);
const removingFile = prepared('remove-document-file', (registerId: string, id: string) =>
  db.deleteFrom('document_file').where('register_id', '=', registerId).where('id', '=', id),
);

/** The statements that put a version of a document into its person's record, and then what becomes of its file. */
async function written(
  client: PoolClient,
  deps: DocumentDeps,
  about: Pick<DocumentToAdd, 'registerId' | 'id' | 'source'> & { readonly version: number; readonly answers: FiledDocument['answers'] },
  file: Statement<unknown>,
): Promise<Pick<Decided<unknown>, 'write' | 'also'>> {
  const { answers, ...rest } = about;
  const form = { kind: 'document', edition: 1, answers } as const;
  const also = await toWriteVersion(client, deps.seals, { ...rest, form, at: deps.clock(), eventId: null });
  return { write: file, also };
}

/**
 * Puts a document into a person's record: what it is, sealed like every form, and its file. A file is taken for what stands in it (PDF, JPEG or
 * PNG), never for its name. The same again is added once. Throws where the database is away; the same call may then be made again.
 */
export async function addDocument(deps: DocumentDeps, given: DocumentToAdd): Promise<DocumentAdded> {
  const { registerId, id, what, title, dated, bytes, source } = given;
  if (bytes.length > MOST_OF_FILE) return { status: 'too-large' };
  const type = fileTypeOf(bytes);
  if (type === null) return { status: 'not-taken' };
  const file = { type, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  return inTransaction<DocumentAdded>(deps, async (client): Promise<Decided<DocumentAdded>> => {
    const stop = (answer: DocumentAdded): Decided<DocumentAdded> => ({ answer, write: null });
    const person = await lockForForm(client, registerId);
    if (person === null) return stop({ status: 'unknown-person' });
    if (person.duplicateOf !== null) return stop({ status: 'duplicate', duplicateOf: person.duplicateOf });
    const forms = await readForms(client, registerId);
    const documents = documentsOf(forms);
    const known = documents.find((one) => one.id === id);
    const isSame = known?.file.sha256 === file.sha256 && known.what === what && known.title === title && known.dated === dated;
    if (known && isSame && known.removed === null) return stop({ status: 'added', id });
    if (forms.some((one) => one.id === id)) return stop({ status: 'id-used' });
    const twin = documents.find((one) => one.removed === null && one.file.sha256 === file.sha256);
    if (twin) return stop({ status: 'already', document: twin });
    if (documents.length >= MOST_DOCUMENTS) return stop({ status: 'too-many' });
    const answers = { what, ...(title === null ? {} : { title }), ...(dated === null ? {} : { dated }), file };
    const about = { registerId, id, source, version: 1, answers };
    return { answer: { status: 'added', id }, ...(await written(client, deps, about, writingFile(registerId, id, bytes))) };
  });
}

export type DocumentRemoved = { readonly status: 'removed' | 'unknown' };

/**
 * Takes a document away: its file is gone for good, that it was there stays, with by whom and why it was taken away. The same again changes nothing.
 * Throws where the database is away; the same call may then be made again.
 */
export function removeDocument(
  deps: DocumentDeps,
  { registerId, id, why, source }: { readonly registerId: string; readonly id: string; readonly why: string; readonly source: string },
): Promise<DocumentRemoved> {
  return inTransaction<DocumentRemoved>(deps, async (client): Promise<Decided<DocumentRemoved>> => {
    const person = await lockForForm(client, registerId);
    const last = person && filed(await readForms(client, registerId)).findLast((one) => one.id === id);
    if (!last) return { answer: { status: 'unknown' }, write: null };
    if (last.form.answers.removed) return { answer: { status: 'removed' }, write: null };
    const about = { registerId, id, source, version: last.version + 1, answers: { ...last.form.answers, removed: { why } } };
    return { answer: { status: 'removed' }, ...(await written(client, deps, about, removingFile(registerId, id))) };
  });
}
