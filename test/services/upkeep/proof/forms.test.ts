import { addDocument, removeDocument } from '../../../../services/forms/documents';
import { toWriteForm } from '../../../../services/forms/written-forms';
import { inTransaction } from '../../../../services/record/transaction';
import { keepHead } from '../../../../services/upkeep/proof/heads/keep-head';
import { Sealed } from '../../../support/database/sealed';

let sealed: Sealed;
beforeAll(async () => {
  sealed = await Sealed.open();
});
afterEach(() => sealed.clear());
afterAll(() => sealed?.close());

const FORM = {
  kind: 'self-referral',
  edition: 1,
  answers: { for: 'me', name: 'Noa Nobody', tellsIt: true, easyRead: false, reach: { by: 'phone', at: '0116 496 0000' } },
} as const;

/** Somebody about whom a form was filled in. The proof is well after it. */
async function filledIn(): Promise<string> {
  const registerId = await sealed.closed();
  const about = { registerId, id: 'form-1', form: FORM, at: sealed.clock, source: 'public:0000-0000', eventId: null };
  for (const count of [2, 0]) {
    await inTransaction(sealed.database, async (client) => {
      const [write = null, ...also] = await toWriteForm(client, sealed.deps.seals, about);
      expect(also).toHaveLength(count === 0 ? 0 : 1);
      return { answer: null, write, also };
    });
    expect(await sealed.prove()).toEqual([]);
  }
  await keepHead(sealed.keeper());
  return registerId;
}

test.each([
  ['an answer altered', `update written_form set answers = answers || '{"name":"Else"}'`, 'form-altered'],
  ['by whom altered', `update written_form set source = 'staff:sam-okafor'`, 'form-altered'],
  ['when it was altered', `update written_form set at = at - interval '1 day'`, 'form-altered'],
  ['its edition altered', `update written_form set edition = 2`, 'form-altered'],
  ['a form removed', `delete from written_form`, 'form-altered'],
  [
    'a form put in',
    `insert into written_form select register_id, 'form-2', 1, kind, edition, at, source, event_id, answers from written_form`,
    'form-altered',
  ],
  ['the record of it removed', `delete from person_record where kind = 'form'`, 'record-cut'],
])('%s: named', async (_what, tampering, code) => {
  const registerId = await filledIn();
  await sealed.sql(tampering);
  expect(await sealed.prove()).toContainEqual(expect.objectContaining({ code, registerId }));
});

/** Somebody with a document, of which the proof is well. */
async function withDocument(): Promise<{ registerId: string; id: string }> {
  const registerId = await sealed.closed();
  const id = 'a7b1d7a2-0000-4000-8000-000000000001';
  const deps = { pool: sealed.database.pool, seals: sealed.deps.seals, clock: () => sealed.clock };
  const about = { registerId, id, what: 'letter', title: null, dated: null, source: 'staff:sam-okafor' } as const;
  expect(await addDocument(deps, { ...about, bytes: Buffer.from('%PDF-1.4 made up %%EOF') })).toEqual({ status: 'added', id });
  expect(await sealed.prove()).toEqual([]);
  return { registerId, id };
}

test.each([
  ['altered', `update document_file set bytes = bytes || '\\x00'`],
  ['gone', 'delete from document_file'],
  ['put in', `insert into document_file select register_id, 'other', bytes from document_file`],
])('the file of a document %s: named', async (_what, tampering) => {
  const { registerId } = await withDocument();
  await sealed.sql(tampering);
  expect(await sealed.prove()).toEqual([expect.objectContaining({ code: 'document-altered', registerId })]);
});

test('a document that was taken away has no file, and nothing is wrong with that', async () => {
  const { registerId, id } = await withDocument();
  const deps = { pool: sealed.database.pool, seals: sealed.deps.seals, clock: () => sealed.clock };
  await removeDocument(deps, { registerId, id, why: 'Made up', source: 'staff:sam-okafor' });
  expect(await sealed.prove()).toEqual([]);
});
