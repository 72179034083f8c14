import type { Instant } from '../../domain/calendar/dates';
import { noticesOfRefusal } from '../../domain/notices/wanted';
import type { EventType } from '../../domain/pathway/events';
import type { Line, LineBody } from '../../domain/pathway/types';
import type { CommitDeps } from '../commit/commit';
import type { Refused } from '../commit/types';
import { gatherWrites } from '../commit/gather-writes';
import { withStoredAnswers } from '../record/stored-answers';
import { readPerson, readStored } from '../record/read';
import { chainedRows, timestamp, type EventRow } from '../commit/rows';
import { inTransaction } from '../record/transaction';
import { writeStatement } from '../commit/write';
import type { UnreadableSignal } from './signal';

const REASON = 'bad-shape';

/** The pathway whose workflow was signalled, and its clock. */
export interface SignalledPathway {
  readonly registerId: string;
  readonly pathway: number;
  readonly clock: number;
}

/**
 * Keeps a signal that cannot be read as refused: without what it said (a payload that breaks the rules may hold words), with a task for a
 * person, and for an admission, discharge, death or withdrawal with an alert. Does nothing where its id is known, or the person is not.
 */
export async function refuseUnreadable(
  deps: CommitDeps,
  { registerId, pathway, clock }: SignalledPathway,
  { id, type, where }: UnreadableSignal,
): Promise<void> {
  await inTransaction<null>(deps, async (client) => {
    const read = await readStored(client, { registerId, ids: [id] }, readPerson(client, registerId, true));
    if (!read || read.known.length > 0) return { answer: null, write: null };
    const stored = await withStoredAnswers(client, deps.core, read);
    const at = Math.max(clock, stored.record.playedTo ?? clock) as Instant;
    const answer: Refused = {
      status: 'refused',
      registerId,
      pathway,
      batch: false,
      id,
      at,
      sequence: stored.person.sequence,
      reason: { code: REASON, detail: where },
    };
    const event: EventRow = {
      id,
      pathway,
      type,
      at: timestamp(at),
      received_at: null,
      status: 'refused',
      reason: REASON,
      answer: JSON.stringify(answer),
      source: 'temporal',
      sequence: null,
      on: null,
      fact: null,
      batch: null,
      body_digest: null,
    };
    const lines = type === 'unknown' ? [] : linesOf(id, type, { at, pathway });
    const writes = gatherWrites(deps, stored, {
      played: { record: stored.record, lines: [] },
      record: stored.record,
      lines,
      at: stored.record.playedTo ?? at,
      waiting: stored.held.map(({ until }) => until),
    });
    const params = { event: id, types: type, reason: REASON };
    const write = writeStatement({
      ...writes,
      events: chainedRows(deps.seals, stored, [event], new Map()),
      tasks: [...writes.tasks, { key: `refused/${id}`, register_id: registerId, kind: 'event-refused', audience: 'team', params }],
    });
    return { answer: null, write };
  });
}

function linesOf(event: string, type: EventType, about: { readonly at: Instant; readonly pathway: number }): Line[] {
  const refused: LineBody = { what: 'event-refused', type, event, reason: REASON };
  return [refused, ...noticesOfRefusal(event, [type]).map((one): LineBody => ({ what: 'notice', ...one }))].map((body) => ({
    ...about,
    ...body,
  }));
}
