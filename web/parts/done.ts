import { randomUUID } from 'node:crypto';
import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { EVENT_TYPES } from '../../domain/pathway/events';
import { mayOpen } from '../../domain/access/roles';
import { readGround } from '../../services/access/restricted';
import { readWhose } from '../../services/pathway/whose';
import { parseRegisterId } from '../../services/people/register-id';
import { readEvent, readEvents } from '../../services/pathway/events';
import { type RemindersWait, remindersWait } from '../../services/workflow/beat';
import { eventWords } from '../../services/notices/letters/words/events';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { clockText, listWords, momentText } from '../content/dates';
import { PRESSED } from '../content/kinds';
import { paths } from '../paths';

/** So long one press can be undone. */
export const UNDO_MS = 10 * 60_000;

/** The line above a page that says what has just been recorded, with its undoing while that is possible. */
export interface Done {
  readonly said: string;
  /** What is not done yet; null: all is. */
  readonly waits: string | null;
  readonly registerId: string;
  readonly person: string;
  /** Where it is taken back or put right; null: it cannot be from here. */
  readonly correct: string | null;
  readonly undo: {
    readonly action: string;
    readonly undo: string;
    readonly event: string;
    readonly from: string;
    readonly until: string;
  } | null;
}

/** What an address says was just done: the ids of events, which are random. */
export interface DoneQuery {
  readonly done?: string | undefined;
  readonly undone?: string | undefined;
  readonly recorded?: string | undefined;
  readonly again?: string | undefined;
}

/** What was recorded as one, in words. */
async function partsWords(pool: WebContext['pool'], registerId: string, id: string): Promise<string> {
  const parts = (await readEvents(pool, registerId, null)).filter(({ batch }) => batch === id);
  return listWords(parts.map(({ type }) => eventWords(type)));
}

/** What is said of reminders that are not set yet. */
const WAITING: Readonly<Record<RemindersWait, string>> = {
  outage: 'Reminders wait until the service is back.',
  queue: 'Reminders wait to be set, which happens by itself.',
};

const DATES_ARE_RIGHT = { today: 'Its dates are right.', person: 'The dates below are right.' } as const;

/** Reads what has just been done of a person; null where the address says nothing, or nothing that this reader did. */
export async function readDone(
  { pool, clock }: WebContext,
  viewer: Viewer,
  registerId: string | undefined,
  query: DoneQuery,
  from: 'today' | 'person',
): Promise<Done | null> {
  const id = query.undone ?? query.done ?? query.recorded;
  const whose = parseRegisterId(registerId ?? '');
  if (id === undefined || whose === null) return null;
  const theirs = await readWhose(pool, whose, clock());
  if (!theirs || !mayOpen(viewer, theirs) || (await readGround(pool, viewer, whose, clock())).as === 'shut') return null;
  const found = await readEvent(pool, whose, id);
  if (!found || found.event.source !== actorOf(viewer)) return null;
  const { type, at } = found.event;
  const now: Instant = clock();
  const recordedAt = parseInstant(at);
  const known = EVENT_TYPES.find((one) => one === type);
  const what = sentence((known && PRESSED[known]) ?? (type === 'batch' ? await partsWords(pool, whose, found.event.id) : eventWords(type)));
  const when = momentText(recordedAt, londonDate(now));
  const why = await remindersWait(pool, whose);
  const waits = why && `${DATES_ARE_RIGHT[from]} ${WAITING[why]}`;
  const base = { waits, registerId: whose, person: paths.person({ registerId: whose }), correct: null };
  const mayCorrect = query.recorded !== undefined && type !== 'batch' && type !== 'corrected' && viewer.permissions.has('events:write');
  if (query.undone !== undefined) return { ...base, said: `${what}: undone. It is as if it had not been recorded`, undo: null };
  if (query.again !== undefined) return { ...base, said: `${what}: already recorded at ${when}. Nothing was recorded twice`, undo: null };
  const until = (recordedAt + UNDO_MS) as Instant;
  const mayUndo = query.done !== undefined && now < until;
  return {
    ...base,
    said: `${what}: recorded at ${when}`,
    correct: mayCorrect ? paths.correctEvent({ registerId: whose, event: found.event.id }) : null,
    undo: mayUndo ? { action: paths.undo({ registerId: whose }), undo: id, event: randomUUID(), from, until: clockText(until) } : null,
  };
}
