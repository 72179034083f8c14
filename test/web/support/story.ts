import { formatInstant, type Instant, londonDate, parseInstant } from '../../../domain/calendar/dates';
import { openMail } from '../../../infra/mail/mail';
import { changeArea } from '../../../services/areas/versions';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { arrange } from '../../../services/meetings/places/arrange';
import { nextDigestAt } from '../../../services/notices/digests/digest-times';
import { gatherDigests } from '../../../services/notices/digests/gather-digests';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { type Area, area, areaOfFile } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { paths } from '../../../web/paths';
import { about } from '../../services/notices/support/staff';
import { commitDeps } from '../../support/database/commit';
import { mailCatcher } from '../../support/mail/mail';
import type { TextBrowser } from './browser';
import { type Desk, startDesk } from './desk';

/** A mail as its reader has it. */
export interface Told {
  /** The day in London on which it went. */
  readonly on: string;
  /** The part of the address before the `@`. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export type Answers = Readonly<Record<string, string | readonly string[]>>;

/** Pages, API, an area that books by itself, and a mail server: what somebody's story is played on, from what is pressed to what is read. */
export interface Story {
  readonly desk: Desk;
  /** Lets time go on until then, in London: each step of a ladder, each digest and each mail has its own instant on the way. */
  at(when: string): Promise<void>;
  /** A browser in which a member of staff has just signed in. */
  as(staff: string): Promise<TextBrowser>;
  /** Records one entry over its page, as a member of staff. Out: the page that was landed on. */
  record(
    registerId: string,
    type: string,
    answers: Answers,
    how?: { readonly as?: string; readonly button?: string },
  ): Promise<TextBrowser>;
  /** Says something over the API with a token of an integrator. */
  post(token: string, path: string, body: object): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
  /** What is due now is done and sent. Out: all that has arrived since the last time: `day`, by day `who: subject` (a register id before it left out), sorted. */
  told(): Promise<Record<string, string[]>>;
  /** The whole text of what the last `told` gave, for a reader, under a subject that begins so (a register id before it left out), on a day (absent: the last one). */
  text(to: string, subject: string, on?: string): string;
  /** The texts and subjects of all that has gone since the story began, by reader. */
  everything(): readonly Told[];
  /** The register id that stands before the subject of what a reader was told last. */
  registerIdTold(to: string): string;
  /** The meetings of somebody: `kind day status`, by day. */
  meetings(registerId: string): Promise<string[]>;
  /** The id of the meeting of a kind that is booked for somebody. */
  booked(registerId: string, kind: string): Promise<string>;
  /** What is owed by somebody's pathway: `kind day`, by day; without a date `kind`. */
  owed(registerId: string): Promise<string[]>;
  end(): Promise<void>;
}

/** Begins a story at a time in London; `has`: what the area has beside the example's. End it in `afterAll`. */
export async function startStory(when: string, has: Partial<Area> = {}): Promise<Story> {
  const [desk, catcher] = await Promise.all([startDesk({ book: true }), mailCatcher()]);
  const { pool } = desk;
  const mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  const core = coreContext();
  const deps: CommitDeps = { ...commitDeps(pool), book: (id) => area(id).book };
  let now: Instant = parseInstant(when);
  let read = 0;
  let arrived: Told[] = [];
  let last: Told[] = [];
  const everything: Told[] = [];
  const setNow = (at: Instant): void => {
    now = at;
    desk.setClock(formatInstant(at));
  };
  setNow(now);
  await prepareArea(pool, 'example', { ownMailServer: false });
  await changeArea(pool, { profile: { ...areaOfFile('example'), arranging: 'book', ...has }, ...about(now) });
  const lines = async (text: string, ...values: string[]): Promise<string[]> =>
    (await pool.query<{ line: string }>(text, values)).rows.map(({ line }) => line);

  /** What workflows do at this instant, for everybody. */
  const work = async (): Promise<void> => {
    await desk.settled();
    for (const registerId of await lines('select register_id as line from person order by 1')) {
      await commit(deps, { kind: 'wake', registerId, clock: now });
      const [pathway] = await lines('select max(number)::text as line from pathway where register_id = $1', registerId);
      await arrange({ pool, core, now: () => now, commit: (request) => commit(deps, request) }, { registerId, pathway: Number(pathway) });
    }
    await gatherDigests(pool, core.holidays, now);
    await sendDue({ pool, mail, core, now: () => (now + 1_000) as Instant }, 'mail', { limit: 500 });
    const mails = (await catcher.mails()).slice(read);
    read += mails.length;
    const on = londonDate(now);
    for (const { envelope, parsed } of mails)
      arrived.push({
        ...{ on, to: envelope.to.join().split('@')[0] ?? '', subject: parsed.subject ?? '' },
        text: (parsed.text ?? '').replaceAll('\r\n', '\n').trim(),
      });
    everything.push(...arrived.slice(arrived.length - mails.length));
  };
  /** When something is to be done next, until an instant; null: nothing is. */
  const next = async (until: Instant): Promise<Instant | null> => {
    const [step] = await lines(
      'select (extract(epoch from min(at)) * 1000)::bigint::text as line from wake_up where at > $1',
      formatInstant(now),
    );
    const [waits] = await lines(`select 'yes' as line from notice where channel = 'digest' and status = 'queued' limit 1`);
    const times = [step ? Number(step) : Infinity, waits ? nextDigestAt(now, core.holidays) : Infinity];
    const soonest = Math.min(...times);
    return soonest < until ? (soonest as Instant) : null;
  };
  return {
    desk,
    at: async (then) => {
      await work();
      const until = parseInstant(then);
      for (let stop = await next(until); stop !== null; stop = await next(until)) {
        setNow(stop);
        await work();
      }
      setNow(until);
    },
    as: (staff) => desk.signedIn(staff),
    record: async (registerId, type, answers, { as = 'sam-okafor', button = 'Record' } = {}) => {
      const browser = await desk.signedIn(as);
      await browser.go(paths.recordEvent({ registerId, type }));
      await browser.press('See what this changes', 'on-day' in answers ? answers : { when: 'today', ...answers });
      await browser.press(button);
      return browser;
    },
    post: async (token, path, body) => {
      const response = await fetch(`${desk.url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    },
    told: async () => {
      await work();
      [last, arrived] = [arrived, []];
      const days: Record<string, string[]> = {};
      for (const { on, to, subject } of last) (days[on] ??= []).push(`${to}: ${bare(subject)}`);
      return Object.fromEntries(Object.entries(days).map(([on, all]) => [on, all.toSorted()]));
    },
    text: (to, subject, on) =>
      last.findLast((one) => one.to === to && bare(one.subject).startsWith(subject) && (on === undefined || one.on === on))?.text ?? '',
    everything: () => everything,
    registerIdTold: (to) => last.findLast((one) => one.to === to)?.subject.slice(0, 9) ?? '',
    meetings: (registerId) =>
      lines(`select kind || ' ' || "on" || ' ' || status as line from meeting where register_id = $1 order by "on", kind`, registerId),
    booked: async (registerId, kind) =>
      (await lines(`select id as line from meeting where register_id = $1 and kind = $2 and status = 'scheduled'`, registerId, kind))[0] ??
      '',
    owed: async (registerId) => {
      const { body } = await desk.call('GET', `/pathways/${registerId}`);
      const open = body['openDeadlines'] as { kind: string; due: string | null }[];
      return open.map(({ kind, due }) => (due === null ? kind : `${kind} ${due}`));
    },
    end: async () => {
      mail.close();
      await changeArea(pool, { profile: areaOfFile('example'), ...about(now) });
      await Promise.all([desk.close(), catcher.stop()]);
    },
  };
}

/** A subject without the register id before it. */
const bare = (subject: string): string => subject.replace(/^[0-9A-Z]{4}-[0-9A-Z]{4}: /, '');
