import { readFileSync } from 'node:fs';
import path from 'node:path';
import { newKeyRing, readKeyRing } from '../../../../infra/temporal/codec';
import { sealsOf } from '../../../../infra/seals';
import { linkOf, type LinkedEvent } from '../../../../services/record/chain';
import { keepHead } from '../../../../services/upkeep/proof/heads/keep-head';
import { Sealed } from '../../../support/database/sealed';

let sealed: Sealed;
beforeAll(async () => {
  sealed = await Sealed.open();
});
// Each begins anew.
afterEach(() => sealed.clear());
afterAll(() => sealed?.close());

const sql = (text: string, ...values: unknown[]) => sealed.database.pool.query(text, values);

interface Row extends LinkedEvent {
  readonly chain: string;
}
/** Links a pathway again after something was done to it, as somebody would who knows how, and has no key. */
async function linkAgain(registerId: string): Promise<void> {
  const forger = sealsOf(readKeyRing(newKeyRing('log-of-the-tests')));
  const { rows } = await sql(
    `select register_id as "registerId", pathway, id, sequence, type, "on"::text as "on", (extract(epoch from at) * 1000)::float8 as at, status, batch, reason,
       source, fact, answer, body_digest as "bodyDigest", texts_digest as "textsDigest", chain from event where register_id = $1 order by position`,
    registerId,
  );
  let previous: string | null = null;
  for (const row of rows as Row[]) {
    previous = linkOf(forger, previous, row);
    await sql('update event set chain = $2 where id = $1', row.id, previous);
  }
}
/** The same, as the releases linked that had no key. */
const UNKEYED = readFileSync(path.join(__dirname, '..', '..', '..', 'support', 'database', 'unkeyed-chain.sql'), 'utf8');
const asSuperuser =
  (text: string) =>
  async (registerId: string): Promise<void> => {
    await sql(text, registerId);
  };
const relinked =
  (text: string, unkeyed = false) =>
  async (registerId: string): Promise<void> => {
    await sql(text, registerId);
    await (unkeyed ? sql(UNKEYED) : linkAgain(registerId));
  };
const FAR = `date_trunc('second', now())`;

type Tampering = readonly [what: string, tamper: (registerId: string) => Promise<void>, code: string, part?: Record<string, unknown>];
const TAMPERINGS: readonly Tampering[] = [
  [
    'an event altered, and linked again',
    relinked(`update event set fact = replace(fact, 'red', 'amber') where id = $1 || '-rate'`),
    'chain-broken',
    { part: 'link' },
  ],
  [
    'an event altered, and linked without a key',
    relinked(`update event set fact = replace(fact, 'red', 'amber') where id = $1 || '-rate'`, true),
    'chain-rewritten',
  ],
  [
    'an event cut out of a closed pathway, and linked again',
    relinked(`delete from event where id = $1 || '-dis'`),
    'chain-cut',
    { kept: 'yes' },
  ],
  [
    'an event put in, and linked again',
    relinked(
      `insert into event (id, register_id, pathway, type, at, status, source, chain) values ($1 || '-new', $1, 1, 'visit-held', ${FAR}, 'refused', 'x', 'x')`,
    ),
    'chain-broken',
    { part: 'link' },
  ],
  [
    'an event put in at the end, as a release without a key would',
    asSuperuser(
      `insert into event (id, register_id, pathway, type, at, status, source, chain) values ($1 || '-new', $1, 1, 'visit-held', ${FAR}, 'refused', 'x', repeat('a', 64))`,
    ),
    'chain-broken',
    { part: 'unkeyed' },
  ],
  ['a refused last event gone', asSuperuser(`delete from event where id = $1 || '-late'`), 'chain-cut', { kept: 'yes' }],
  [
    'an accepted event made to look refused',
    asSuperuser(`update event set status = 'refused' where id = $1 || '-end'`),
    'chain-broken',
    { part: 'link' },
  ],
  [
    'a whole closed person gone',
    async (registerId) => {
      for (const table of [
        'event_text',
        'confirmation',
        'deadline',
        'timeline',
        'meeting',
        'action',
        'wake_up',
        'step_progress',
        'notice',
        'person_record',
        'person_key',
        'event',
        'pathway',
        'person',
      ]) {
        const column = table === 'event_text' ? `event_id like $1 || '-%'` : 'register_id = $1';
        await sql(`delete from ${table} where ${column}`, registerId);
      }
    },
    'person-gone',
  ],
  [
    'words altered',
    asSuperuser(`update event_text set text = 'Other words' where event_id = $1 || '-rate'`),
    'chain-broken',
    { part: 'texts' },
  ],
  [
    'words altered after their key was deleted',
    async (registerId) => {
      await sql('delete from person_key where register_id = $1', registerId);
      await sql(`update event_text set text = 'Other words' where event_id = $1 || '-rate'`, registerId);
    },
    'words-without-key',
  ],
  ['a name altered', asSuperuser(`update person set name = 'Somebody Else' where register_id = $1`), 'identity-altered'],
  ['an NHS number put in', asSuperuser(`update person set nhs_number = '9990000018' where register_id = $1`), 'identity-altered'],
  [
    'a contact’s address altered',
    asSuperuser(`update person set contacts = replace(contacts::text, 'jo@', 'joe@')::jsonb where register_id = $1`),
    'identity-altered',
  ],
  [
    'a name altered, and the record of it removed',
    asSuperuser(`with gone as (delete from person_record where register_id = $1) update person set name = 'Else' where register_id = $1`),
    'record-cut',
  ],
  [
    'a resolution altered',
    asSuperuser(`update event set resolved = resolved || '{"outcome":"sent-again"}' where id = $1 || '-dis'`),
    'resolution-altered',
  ],
  [
    'a resolution removed, with the record of it',
    asSuperuser(
      `with gone as (delete from person_record where register_id = $1 and kind = 'resolution') update event set resolved = null where id = $1 || '-dis'`,
    ),
    'record-cut',
  ],
  [
    'a resolution made up',
    asSuperuser(`update event set resolved = '{"outcome":"dismissed"}' where id = $1 || '-late'`),
    'resolution-altered',
  ],
  [
    'what a second person said altered',
    asSuperuser(`update confirmation set by = 'staff:somebody-else' where event_id = $1 || '-cor'`),
    'confirmation-altered',
  ],
  [
    'what a second person said removed',
    asSuperuser(`delete from confirmation where event_id = $1 || '-cor'`),
    'confirmation-altered',
    { confirmation: expect.stringMatching(/-cor#1$/) },
  ],
  [
    'what a second person said made up',
    asSuperuser(
      `insert into confirmation (event_id, number, register_id, outcome, at, by) values ($1 || '-cor', 2, $1, 'put-right', ${FAR}, 'staff:x')`,
    ),
    'confirmation-altered',
  ],
  [
    'a row of the access log altered',
    asSuperuser(`update access_log set actor = 'nobody' where register_id = $1 and audit_event = 'timeline'`),
    'access-log-altered',
  ],
  [
    'somebody taken out of what a page showed',
    asSuperuser(`update access_log set shown = '{}' where register_id = $1 and audit_event = 'timeline'`),
    'access-log-altered',
  ],
  [
    'a row of the access log removed',
    asSuperuser(`delete from access_log where register_id = $1 and audit_event = 'timeline'`),
    'access-log-altered',
  ],
  ['the last rows of the access log removed', asSuperuser(`delete from access_log where register_id = $1`), 'access-log-cut'],
  [
    'a row of the access log put in',
    asSuperuser(`insert into access_log (actor, audit_event, register_id, outcome) values ('x', 'read', $1, 'done')`),
    'access-log-unsealed',
  ],
  [
    'a notice that went made to look dropped',
    asSuperuser(`update notice set status = 'dropped' where key = $1 || '/sent'`),
    'notice-altered',
    { part: 'sent' },
  ],
  [
    'where a notice went altered',
    asSuperuser(`update notice set sent_to = 'else@example.test' where key = $1 || '/sent'`),
    'notice-altered',
    { part: 'sent' },
  ],
  [
    'whom a notice was for altered',
    asSuperuser(`update notice set recipient = 'mum' where key = $1 || '/sent'`),
    'notice-altered',
    { part: 'made' },
  ],
  ['a notice removed', asSuperuser(`delete from notice where key = $1 || '/sent'`), 'notice-gone'],
  [
    'a notice removed, with its seals',
    asSuperuser(`with gone as (delete from notice_seal where key = $1 || '/sent') delete from notice where key = $1 || '/sent'`),
    'notice-seals-altered',
  ],
  ['a due date altered', asSuperuser(`update deadline set anchor = anchor + 7 where register_id = $1`), 'deadlines-differ'],
  [
    'a line of the timeline removed',
    asSuperuser(`delete from timeline where register_id = $1 and what = 'event-refused'`),
    'timeline-differs',
  ],
];

test.each(TAMPERINGS.map(([what, ...rest]) => [what, rest] as const))('%s: named', async (_what, [tamper, code, params = {}]) => {
  const registerId = await sealed.closed();
  expect(await sealed.prove()).toEqual([]);
  await tamper(registerId);
  const found = await sealed.prove();
  expect(found).toContainEqual(expect.objectContaining({ code, params: expect.objectContaining(params) }));
  // What is wrong with one person is said of them, and of nobody else.
  expect(new Set(found.map((one) => one.registerId).filter((one) => one !== 'service' && one !== registerId))).toEqual(new Set());
  // A head that is kept now hides nothing.
  await keepHead(sealed.keeper());
  expect((await sealed.prove()).map((one) => one.code)).toContain(code);
});
