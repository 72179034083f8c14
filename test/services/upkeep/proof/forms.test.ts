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
