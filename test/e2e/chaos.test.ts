import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import { openDataFolder } from '../../operations/parts/files/data-folder';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres, type PostgresServer } from '../../operations/parts/postgres';
import { readKeyRing } from '../../infra/temporal/codec';
import { sealsOf, type Seals } from '../../infra/seals';
import { countFromOutside } from '../../proving/counts/all';
import { readJournal, type Journal } from '../../proving/counts/journal';
import { DATABASE } from '../../proving/chaos/parts/stage';
import { Dice } from '../../services/practice/dice';
import { planPeople } from '../../proving/people/people';
import { DAY, settingsOf } from '../../proving/chaos/settings';
import { whatIsLeft } from '../../proving/counts/settle';
import { planBlows } from '../../proving/chaos/storm';
import { newFolder, runCommand } from './support/service';

const resultSchema = z.object({
  counts: z.array(z.object({ name: z.string(), wrong: z.array(z.string()) })),
  done: z.object({
    people: z.number(),
    steps: z.number(),
    booked: z.number(),
    notices: z.array(z.object({ status: z.string(), count: z.number() })),
  }),
  mails: z.object({ mails: z.number(), allowed: z.number(), doubles: z.array(z.object({ extra: z.number() })) }),
});

/** A short storm, run once for this file: a few minutes at the most, starting and settling included. */
const RUN_LIMIT_MS = 420_000;
const folder = path.join(newFolder(), 'run');
const run = { code: null as number | null, said: '' };

beforeAll(async () => {
  const { ended, stdout } = runCommand('chaos', ['--minutes', '0.6', '--seed', '7', '--events', '70', '--folder', folder], {});
  run.code = await ended;
  run.said = stdout();
}, RUN_LIMIT_MS);

describe('a short storm', () => {
  it('ends well: every part was killed, and nothing was lost, doubled or left undone', () => {
    expect(run).toEqual({ code: 0, said: expect.stringMatching(/chaos: well\n$/) });
    const { counts, done, mails } = resultSchema.parse(JSON.parse(readFileSync(path.join(folder, 'result.json'), 'utf8')));
    expect(counts.length).toBeGreaterThan(15);
    expect(counts.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(done.steps).toBeGreaterThan(0);
    expect(done.booked).toBeGreaterThan(0);
    expect(mails.mails).toBeGreaterThanOrEqual(60);
    const { cuts, sent, filled } = readJournal(folder);
    expect(new Set(cuts.map(({ part }) => part))).toEqual(new Set(['worker', 'API', 'Temporal', 'PostgreSQL', 'mail']));
    expect(cuts.filter(({ how }) => how === 'suspended').map(({ part }) => part)).toEqual(['worker']);
    // Where a small disk may be mounted for the database, it was full for a while.
    if (!run.said.includes('no full disk in this storm')) expect(cuts.filter(({ how }) => how === 'disk full')).toHaveLength(1);
    expect(sent.length).toBeGreaterThanOrEqual(70);
    expect(new Set(sent.map(({ way }) => way))).toEqual(new Set(['referral', 'return', 'event', 'batch', 'signal']));
    expect(sent.some(({ status }) => status === 409)).toBe(true);
    expect(new Set(filled.filter(({ told }) => told).map(({ kind }) => kind))).toEqual(new Set(['section', 'document', 'asked']));
    // The storm met something: somebody had to ask again.
    expect(sent.some(({ unanswered }) => unanswered > 0)).toBe(true);
  });

  it('is the same for the same seed, and another for another', () => {
    const plan = (seed: string) => ({
      people: planPeople(new Dice(seed), 70, DAY),
      blows: planBlows(new Dice(seed), settingsOf(1, seed), [20_000]),
    });
    expect(plan('7')).toEqual(plan('7'));
    expect(plan('8')).not.toEqual(plan('7'));
  });
});

describe('the counting bites', () => {
  let server: PostgresServer;
  let journal: Journal;
  let release: () => void;
  let seals: Seals;
  let copies = 0;

  beforeAll(async () => {
    const data = await openDataFolder(folder);
    release = () => data.release();
    seals = sealsOf(readKeyRing(data.secrets.logKeys));
    journal = readJournal(folder);
    server = await startPostgres({
      folder: path.join(folder, 'postgres'),
      port: await anyFreePort(),
      password: data.secrets.postgresPassword,
      settings: ['fsync=off'],
    });
  });
  afterAll(async () => {
    await server.stop();
    release();
  });

  const mailFolder = path.join(folder, 'mails');
  const now = (): Instant => (Date.now() + journal.clockOffset) as Instant;

  /** Looks at a copy of the run's database, after something was done to it. */
  async function onCopy<T>(harm: string | undefined, look: (pool: Pool) => Promise<T>): Promise<T> {
    copies += 1;
    const name = `copy_${copies}`;
    const admin = new Client({ connectionString: server.url('postgres') });
    await admin.connect();
    await admin.query(`create database ${name} template ${DATABASE}`);
    await admin.end();
    const pool = new Pool({ connectionString: server.url(name), max: 2, pipeline: true });
    // The server may be stopped while a connection of a closed pool still says goodbye.
    pool.on('error', () => undefined);
    try {
      if (harm !== undefined) expect((await pool.query(harm)).rowCount).toBeGreaterThan(0);
      return await look(pool);
    } finally {
      await pool.end();
    }
  }

  /** Counts again on a copy of what the run left, after something was done to it. Out: the names under which anything is wrong. */
  function wrongAfter(harm: {
    database?: string;
    mails?: (folder: string) => void;
    journal?: (of: Journal) => Journal;
  }): Promise<string[]> {
    return onCopy(harm.database, async (pool) => {
      const mails = `${mailFolder}-${copies}`;
      cpSync(mailFolder, mails, { recursive: true });
      harm.mails?.(mails);
      const { counts } = await countFromOutside({ pool, seals }, harm.journal?.(journal) ?? journal, mails, now());
      return counts.filter(({ wrong }) => wrong.length > 0).map(({ name }) => name);
    });
  }

  const accepted = `select id from event where status = 'applied' and batch is null and type = 'rating-set' order by position limit 1`;
  const refused = `select id from event where status = 'refused' and batch is null and source <> 'temporal' order by position limit 1`;
  const signalled = `select id from event where source = 'temporal' order by position limit 1`;
  const sent = `select key from notice where status = 'sent' order by key limit 1`;

  /** Nothing was in hand at a cut then: the notice that is harmed may have been, and its mail would be allowed for. */
  const withoutCuts = (of: Journal): Journal => ({ ...of, cuts: [] });

  it('and finds nothing where nothing was done', async () => {
    expect(await wrongAfter({})).toEqual([]);
  });

  it.each([
    ['an accepted event is deleted', `delete from event where id = (${accepted})`, 'accepted events lost'],
    ['a refused event is deleted', `delete from event where id = (${refused})`, 'refused events lost'],
    ['a signalled event is deleted', `delete from event where id = (${signalled})`, 'signals taken and not decided'],
    ['an accepted event is made a refused one', `update event set status = 'refused' where id = (${accepted})`, 'accepted events lost'],
    [
      'an answer is altered',
      `update event set answer = regexp_replace(answer, '"sequence":\\d+', '"sequence":99') where id = (${accepted})`,
      'answers that are not those of the log',
    ],
    [
      'an event takes the last place',
      `update event set position = (select max(position) + 1 from event) where id = (${accepted})`,
      'events out of order',
    ],
    [
      'an event stands there twice, under another id',
      `insert into event select (jsonb_populate_record(e, jsonb_build_object('id', 'another', 'sequence', 999, 'position', 999999))).* from event e where id = (${accepted})`,
      'events in the log that nobody sent',
    ],
    [
      'an event is told of twice',
      `insert into timeline (register_id, pathway, at, what, line) select register_id, pathway, at, what, line from timeline where line->>'event' = (${accepted}) and what = 'event-applied'`,
      'events counted twice',
    ],
    [
      'a step is taken twice',
      `insert into timeline (register_id, pathway, at, what, line) select register_id, pathway, at, what, line from timeline where what = 'step' limit 1`,
      'differences between the log played afresh and what is kept',
    ],
    [
      'a due date is altered',
      `update deadline set due = due + 1 where id = (select id from deadline where due is not null order by id limit 1)`,
      'differences between the log played afresh and what is kept',
    ],
    [
      'a wake-up is gone',
      `delete from wake_up where deadline = (select min(deadline) from wake_up)`,
      'differences between the log played afresh and what is kept',
    ],
    ['a fact is altered', `update event set fact = replace(fact, 'amber', 'green') where id = (${accepted})`, 'breaks of the hash chain'],
    [
      'a section that was confirmed is gone',
      `delete from written_form where kind = 'referral' and (register_id, version) = (select register_id, max(version) from written_form where kind = 'referral' group by 1 limit 1)`,
      'forms confirmed and lost',
    ],
    [
      'a place is given to somebody else',
      `delete from place_offer where meeting is not null`,
      'meetings that the service booked, and no place is theirs',
    ],
    [
      'a booking is lost',
      `delete from meeting m using place_offer o where o.register_id = m.register_id and o.meeting = m.id and m.status = 'scheduled'`,
      'differences between the log played afresh and what is kept',
    ],
    [
      'nobody is told that there is no place',
      `with gone as (delete from meeting m using place_offer o where o.register_id = m.register_id and o.meeting = m.id)
       update place_offer set refused = 'taken-back' where meeting is not null`,
      'meetings asked for without a place, a booking or a task',
    ],
    ['a document is gone', 'delete from document_file where id = (select min(id) from document_file)', 'forms confirmed and lost'],
    [
      'what somebody asked is gone',
      'delete from held_referral where code = (select min(code) from held_referral)',
      'forms confirmed and lost',
    ],
    [
      'what somebody asked stands there twice',
      `insert into held_referral select (jsonb_populate_record(h, jsonb_build_object('reference', 'other', 'id', 'other', 'code', 'other'))).* from held_referral h where code is not null limit 1`,
      'forms kept twice',
    ],
    ['a notice is gone', `delete from notice where key = (${sent})`, 'mails without a notice'],
    ['a notice was never written', `delete from notice where status = 'held' or key = (${sent})`, 'notices wanted and not written'],
    ['a sent notice waits again', `update notice set status = 'queued' where key = (${sent})`, 'notices that should have gone and did not'],
    [
      'a sent notice is held',
      `update notice set status = 'held', reason = 'no-address' where key = (${sent})`,
      'mails of notices that are not marked as sent, and were not in hand at a cut',
    ],
  ])('where %s', async (_, database, name) => {
    expect(await wrongAfter({ database, journal: withoutCuts })).toContain(name);
  });

  const firstMail = (mails: string): string =>
    path.join(
      mails,
      readdirSync(mails)
        .filter((name) => name.endsWith('.eml'))
        .sort()[0] ?? '',
    );

  it.each([
    ['a mail is gone', (mails: string) => rmSync(firstMail(mails)), 'notices missing: marked as sent, and no mail arrived'],
    [
      'a mail came twice',
      (mails: string) => {
        const mail = firstMail(mails);
        for (const end of ['.eml', '.json']) cpSync(mail.replace(/\.eml$/, end), path.join(mails, `999999${end}`));
      },
      'doubled mails beyond what was in hand at a cut',
    ],
    [
      'a mail came from nowhere',
      (mails: string) => {
        const mail = firstMail(mails);
        cpSync(mail.replace(/\.eml$/, '.json'), path.join(mails, '999999.json'));
        writeFileSync(path.join(mails, '999999.eml'), readFileSync(mail, 'utf8').replace(/^message-id:\s*</im, 'Message-ID: <x'));
      },
      'mails without a notice',
    ],
  ])('where %s', async (_, mails, name) => {
    expect(await wrongAfter({ mails, journal: withoutCuts })).toContain(name);
  });

  it('and sees what has come due and is not done', async () => {
    const [signal] = journal.sent.filter(({ way }) => way === 'signal').map(({ id }) => id);
    const left = (harm?: string) => onCopy(harm, (pool) => whatIsLeft(pool, [signal ?? ''], now()));
    const quiet = { 'signals to deliver': 0, 'signals to decide': 0, 'wake-ups to take': 0, 'notices to send': 0, 'digests to gather': 0 };
    expect(await left()).toEqual(quiet);
    expect(
      await left(`insert into outbox (register_id, pathway, signal, payload) select register_id, 1, 'present', '{}' from person limit 1`),
    ).toEqual({ ...quiet, 'signals to deliver': 1 });
    expect(await left(`delete from event where id = '${signal}'`)).toEqual({ ...quiet, 'signals to decide': 1 });
    const first = 'select min(deadline) from wake_up';
    expect((await left(`update wake_up set at = '2026-12-08 08:00Z' where deadline = (${first})`))['wake-ups to take']).toBeGreaterThan(0);
    expect(await left(`update notice set status = 'sending' where key = (${sent})`)).toEqual({ ...quiet, 'notices to send': 1 });
  });

  it('where a caller was left without an answer, or had two', async () => {
    const first = (change: Partial<Journal['sent'][number]>) => (of: Journal) => ({
      ...of,
      sent: of.sent.map((note, index) => (index === 0 ? { ...note, ...change } : note)),
    });
    expect(await wrongAfter({ journal: first({ answeredAt: null }) })).toEqual(['events without an answer']);
    expect(await wrongAfter({ journal: first({ differing: 1 }) })).toEqual(['repeats answered otherwise']);
    expect(await wrongAfter({ journal: first({ odd: [500] }) })).toEqual(['answers that are neither a decision nor 503']);
    expect(await wrongAfter({ journal: first({ expected: 'refused' }) })).toEqual(['decisions that are not those of the core alone']);
  });
});
