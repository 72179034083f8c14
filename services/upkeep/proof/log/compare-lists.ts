import { snapshotAt } from '../../../../domain/pathway/engine';
import type { Action, CoreContext, Meeting, PersonRecord } from '../../../../domain/pathway/types';
import { canonicalJson } from '../../../../infra/canonical';
import type { Difference, DifferenceCode } from '../difference';

/** What is kept of a meeting beside the log, but for its place: that is typed words, and stands among them. */
export type KeptMeeting = Meeting & { readonly pathway: number };
/** What is kept of an action. */
export type KeptAction = Pick<Action, 'id' | 'agreedOn' | 'due' | 'status'> & { readonly pathway: number };

type Say = (code: DifferenceCode, pathway: number, params: Difference['params']) => void;

const ofMeeting = ({ id, kind, status, on, time, until, invited, revision }: Meeting) => ({
  ...{ id, kind, status, on, time, until, invited, revision },
});
const ofAction = ({ id, agreedOn, due, status }: KeptAction | Action) => ({ id, agreedOn, due, status });

/** Holds what is kept against what is worked out, by id. */
function compare<Row extends { readonly id: string; readonly status: string }>(
  kept: readonly Row[],
  derived: readonly Row[],
  say: (id: string, stored: string | null, derived: string | null) => void,
): void {
  const left = new Map(kept.map((row) => [row.id, row]));
  for (const row of derived) {
    const stored = left.get(row.id);
    left.delete(row.id);
    if (!stored || canonicalJson(stored) !== canonicalJson(row)) say(row.id, stored?.status ?? null, row.status);
  }
  for (const { id, status } of left.values()) say(id, status, null);
}

/**
 * Holds the meetings and the actions that lists, invitations and the giving of places read against what the log says of them. A meeting that is lost
 * there would be arranged once more, and one that nobody planned would stand in the way of another. Pure.
 */
export function compareLists(
  core: CoreContext,
  record: PersonRecord,
  kept: { readonly meetings: readonly KeptMeeting[]; readonly actions: readonly KeptAction[] },
  say: Say,
): void {
  const { playedTo } = record;
  const known = new Set(playedTo === null ? [] : record.pathways.map(({ number }) => number));
  for (const { pathway, id, status } of kept.meetings)
    if (!known.has(pathway)) say('meetings-differ', pathway, { meeting: id, stored: status, derived: null });
  for (const { pathway, id, status } of kept.actions)
    if (!known.has(pathway)) say('actions-differ', pathway, { action: id, stored: status, derived: null });
  if (playedTo === null) return;
  for (const { number } of record.pathways) {
    const { meetings, actions } = snapshotAt(core, record, playedTo, number);
    const own = <Row extends { readonly pathway: number }>(rows: readonly Row[]): Row[] => rows.filter(({ pathway }) => pathway === number);
    compare(own(kept.meetings).map(ofMeeting), meetings.map(ofMeeting), (meeting, stored, derived) =>
      say('meetings-differ', number, { meeting, stored, derived }),
    );
    compare(own(kept.actions).map(ofAction), actions.map(ofAction), (action, stored, derived) =>
      say('actions-differ', number, { action, stored, derived }),
    );
  }
}
