import type { Pool } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import { isSameId } from '../../domain/uuids';
import type { Seals } from '../../infra/seals';
import {
  digestOfConfirmation,
  insertRecord,
  nextRecord,
  readRecordHead,
  storedRecord,
  subjectOfConfirmation,
  type ConfirmationText,
  type StoredRecord,
} from '../record/person-record';
import { inTransaction, type Decided } from '../record/transaction';
import { type Client, countOf, db, prepared, rowsOf } from '../tables/query';
import { confirmKey, NOT_RIGHT, notRightKey, taskEnded, taskStatement } from '../tasks/tasks';
import { holdingPerson } from './resolve';

/** What a second person says of a correction; `put-right` is said of one that was not right. */
export type SecondAnswer = 'confirmed' | 'not-right' | 'put-right';

/** What a second person said, when, and who. `why` is typed text: it stays in PostgreSQL. */
export interface SaidOfIt {
  readonly outcome: SecondAnswer;
  /** Of `not-right` alone. */
  readonly why: string | null;
  readonly at: Instant;
  /** As logs name them: `staff:<id>`. */
  readonly by: string;
}

/** A correction that a second person was asked about. */
export interface AskedOfSecond {
  /** The id of the correction. */
  readonly event: string;
  /** Who made it, as the log names them. */
  readonly by: string;
  /** The types of what it takes back, or replaces. */
  readonly types: readonly string[];
  /** The last day for the answer. */
  readonly due: PlainDate;
  /** `overtaken`: what it was about has been corrected once more, and that correction is looked at instead. */
  readonly state: 'to-confirm' | 'confirmed' | 'not-right' | 'put-right' | 'overtaken';
  /** In order: at most 2. */
  readonly said: readonly SaidOfIt[];
}

interface Params {
  readonly by: string;
  readonly types: string;
  readonly due: PlainDate;
}

const asked = prepared('asked-of-second-person', (registerId: string) =>
  db
    .selectFrom('event')
    .innerJoin('task', (join) => join.on(({ eb, ref, val }) => eb('task.key', '=', eb(val(confirmKey('')), '||', ref('event.id')))))
    .leftJoin('task as wrong', (join) =>
      join.on(({ eb, ref, val }) => eb('wrong.key', '=', eb(val(notRightKey('')), '||', ref('event.id')))),
    )
    .select(['event.id', 'task.status', 'wrong.status as wrong'])
    // Written by the commit, in this form.
    .select(({ ref }) => ref('task.params').$castTo<Params>().as('params'))
    .where('event.register_id', '=', registerId)
    .where('event.type', '=', 'corrected')
    .orderBy('event.position'),
);

const answers = prepared('said-by-second-person', (registerId: string) =>
  db
    .selectFrom('confirmation')
    .select(['event_id as event', 'outcome', 'why', 'at', 'by'])
    .where('register_id', '=', registerId)
    .orderBy('event_id')
    .orderBy('number'),
);

function stateOf(status: string, wrong: string | null, said: readonly SaidOfIt[]): AskedOfSecond['state'] {
  const last = said.at(-1)?.outcome;
  if (last === 'confirmed' || last === 'put-right') return last;
  if (last === 'not-right') return wrong === 'open' ? 'not-right' : 'overtaken';
  return status === 'open' ? 'to-confirm' : 'overtaken';
}

/** Every correction of somebody that a second person was asked about, in the order heard, with what was said. Throws where the database is away. */
export async function readAskedOfSecond(database: Client, registerId: string): Promise<AskedOfSecond[]> {
  const [rows, said] = await Promise.all([rowsOf(database, asked(registerId)), rowsOf(database, answers(registerId))]);
  return rows.map(({ id, status, wrong, params }) => {
    const own = said
      .filter(({ event }) => event === id)
      // Written by this file alone, with these words.
      .map(({ outcome, why, at, by }): SaidOfIt => ({ outcome: outcome as SecondAnswer, why, at: at.getTime() as Instant, by }));
    return { event: id, by: params.by, types: params.types.split(', '), due: params.due, state: stateOf(status, wrong, own), said: own };
  });
}

interface Row extends ConfirmationText {
  readonly registerId: string;
  readonly on: Date;
}

const answering = prepared('answer-as-second-person', ({ event, number, registerId, outcome, why, on, by }: Row, record: StoredRecord) =>
  db
    .with('recorded', (also) => insertRecord(also, record))
    .insertInto('confirmation')
    .values({ event_id: event, number, register_id: registerId, outcome, why, at: on, by }),
);

export interface SecondDeps {
  readonly pool: Pool;
  readonly seals: Seals;
}

export interface SecondRequest {
  readonly registerId: string;
  /** The id of the correction. */
  readonly event: string;
  readonly outcome: SecondAnswer;
  /** Typed words; null but for `not-right`. */
  readonly why: string | null;
  /** Who, as logs name them. */
  readonly by: string;
  readonly clock: Instant;
}

export type SecondResult =
  | { readonly status: 'unknown' }
  /** Whoever made a correction is no second person. */
  | { readonly status: 'own' }
  | { readonly status: 'done' }
  /** It waits for no such answer, or no longer: somebody was faster, or it was corrected again. `asked` says how it stands. */
  | { readonly status: 'not-asked'; readonly asked: AskedOfSecond };

/**
 * Writes down what a second person says of a correction, ends what was asked, and where it is not right puts that before the team. The record stays
 * as it stands. The first of two answers counts; the same one once more, of the same person, answers as the first time. Throws where the database
 * is away or busy.
 */
export function answerAsSecond({ pool, seals }: SecondDeps, request: SecondRequest): Promise<SecondResult> {
  const { registerId, event: id, outcome, why, by, clock } = request;
  const undecided = (answer: SecondResult): Decided<SecondResult> => ({ answer, write: null });
  return inTransaction<SecondResult>({ pool }, async (client) => {
    await countOf(client, holdingPerson(registerId));
    const found = (await readAskedOfSecond(client, registerId)).find((one) => isSameId(one.event, id));
    if (!found) return undecided({ status: 'unknown' });
    const { event, said, state, types } = found;
    if (found.by === by) return undecided({ status: 'own' });
    const last = said.at(-1);
    if (last?.outcome === outcome && last.by === by && last.why === why) return undecided({ status: 'done' });
    if (state !== (outcome === 'put-right' ? 'not-right' : 'to-confirm')) return undecided({ status: 'not-asked', asked: found });
    const row: Row = { event, number: said.length + 1, registerId, outcome, why, at: clock, on: new Date(clock), by };
    const record = nextRecord(seals, await readRecordHead(client, registerId), {
      ...{ registerId, kind: 'confirmation', subject: subjectOfConfirmation(row), at: clock, source: by },
      digest: digestOfConfirmation(seals, row),
    });
    const wrong = {
      key: notRightKey(event),
      register_id: registerId,
      kind: NOT_RIGHT,
      audience: 'team',
      params: { event, by: found.by, types: types.join(', ') },
    };
    return {
      answer: { status: 'done' },
      write: answering(row, storedRecord(record)),
      also: [
        taskEnded(outcome === 'put-right' ? notRightKey(event) : confirmKey(event)),
        ...(outcome === 'not-right' ? [taskStatement(wrong, false)] : []),
      ],
    };
  });
}
