import type { Pool } from 'pg';
import { type Instant, isPlainDate, type PlainDate } from '../../../domain/calendar/dates';
import type { FilledForm, OfMeeting } from '../../../domain/forms/forms';
import type { ActionPlan } from '../../../domain/forms/meetings';
import type { Action } from '../../../domain/pathway/types';
import { writeNextVersion } from '../../forms/next-version';
import type { SheetDeps } from '../../forms/sheets';
import { readForms, readVersions, type WrittenForm } from '../../forms/written-forms';
import { type EventView, readEvents } from '../../pathway/events';
import type { Standing } from '../../pathway/standing';

/** An action in the words of those who agreed it. */
export interface ActionInWords extends Action {
  /** What is to be done; null: it was not written down. */
  readonly what: string | null;
  /** The section of the notes that it came from; null: from none. */
  readonly section: string | null;
  /** What is done if it cannot be: as it was agreed, or as it was said when it was blocked. */
  readonly otherwise: string | null;
  /** Of a recommendation: what it is about, the body that answers for it, and what that has answered. */
  readonly recommendation: Pick<ActionPlan, 'category' | 'body' | 'response'> | null;
  /** What its owner last answered by a link where it was not done: in words, when, and as the log names who. Null: nothing. */
  readonly notDone: { readonly words: string | null; readonly at: Instant; readonly by: string } | null;
  /** What shows that it was done. */
  readonly evidence: string | null;
  /** When it was done, or blocked; null: neither. */
  readonly settledOn: PlainDate | null;
}

/** The id of what was agreed about an action besides what its event says. */
export const planId = (pathway: number, action: string): string => `action/${pathway}/${action}`;
const isPlan = (form: FilledForm): form is Extract<OfMeeting, { kind: 'action' }> => form.kind === 'action';

/** Something that was said and stands: an event that nobody took back, or what stands in the place of one. */
interface SaidOfAction {
  readonly said: Readonly<Record<string, unknown>>;
  readonly on: PlainDate | null;
}

/** What stands of all that was said, in order. */
function standingOf(events: readonly EventView[]): readonly SaidOfAction[] {
  const stands = new Map<string, SaidOfAction>();
  for (const { id, event, on, status } of events) {
    if (status !== 'applied' || event === null) continue;
    const day = on as PlainDate | null;
    if (event['type'] !== 'corrected') stands.set(id, { said: event, on: day });
    else {
      const targets: readonly unknown[] = [event['event'] ?? event['events'] ?? []].flat();
      for (const target of targets) if (typeof target === 'string') stands.delete(target);
      const instead = event['with'];
      if (typeof instead === 'object' && instead !== null)
        stands.set(id, { said: instead as Record<string, unknown>, on: dayIn(instead) ?? day });
    }
  }
  return [...stands.values()];
}

const dayIn = (said: object): PlainDate | null => {
  const on: unknown = Reflect.get(said, 'on');
  return typeof on === 'string' && isPlainDate(on) ? on : null;
};

const wordsOf = (said: Readonly<Record<string, unknown>> | undefined, field: string): string | null => {
  const text = said?.[field];
  return typeof text === 'string' ? text : null;
};

/** What owners answered of an action that is not done: the last of it. */
function lastSaid(forms: readonly WrittenForm[], pathway: number, action: string): ActionInWords['notDone'] {
  const said = forms
    .flatMap(({ id, form, at, source }) =>
      form.kind === 'answer' && id.startsWith(`answer/${pathway}/`) && form.answers.action === action
        ? [{ words: form.answers.words ?? null, at, by: source }]
        : [],
    )
    .toSorted((a, b) => a.at - b.at);
  return said.at(-1) ?? null;
}

/** The actions of the latest pathway in words, the first one first. Pure. */
export function actionsInWords(standing: Standing, events: readonly EventView[], forms: readonly WrittenForm[]): readonly ActionInWords[] {
  const stands = standingOf(events);
  return standing.snapshot.actions.map((action) => inWords(action, standing.pathway, stands, forms));
}

/** What the table says of an action that is still to be done. */
interface OpenRow extends Pick<Action, 'id' | 'agreedOn' | 'due' | 'status'> {
  readonly pathway: number;
}

/**
 * An action that is still to be done, in words: who does it and the meeting that it came from are as it was agreed. Pure.
 * @param events of its pathway, in the order in which they were decided: what was heard of its actions, and every correction
 * @param forms of its person: the plans and the answers, at least
 */
export function openInWords(
  { id, agreedOn, due, status, pathway }: OpenRow,
  events: readonly EventView[],
  forms: readonly WrittenForm[],
): ActionInWords {
  const stands = standingOf(events);
  const agreed = lastOf(stands, 'action-agreed', id)?.said;
  const action = { id, agreedOn, due, status, owner: wordsOf(agreed, 'owner'), meeting: wordsOf(agreed, 'meeting') };
  return inWords(action, pathway, stands, forms);
}

const lastOf = (stands: readonly SaidOfAction[], type: string, action: string): SaidOfAction | undefined =>
  stands.findLast(({ said }) => said['type'] === type && said['action'] === action);

function inWords(action: Action, pathway: number, stands: readonly SaidOfAction[], forms: readonly WrittenForm[]): ActionInWords {
  const versions = forms.filter(({ id }) => id === planId(pathway, action.id)).toSorted((a, b) => a.version - b.version);
  const plan = versions.at(-1)?.form;
  const planned: Partial<ActionPlan> = plan && isPlan(plan) ? plan.answers : {};
  const agreed = lastOf(stands, 'action-agreed', action.id);
  const done = action.status === 'done' ? lastOf(stands, 'action-done', action.id) : undefined;
  const blocked = action.status === 'blocked' ? lastOf(stands, 'action-blocked', action.id) : undefined;
  return {
    ...action,
    what: wordsOf(agreed?.said, 'what'),
    section: planned.section ?? null,
    otherwise: wordsOf(blocked?.said, 'planB') ?? planned.otherwise ?? null,
    recommendation: planned.category === undefined && planned.body === undefined ? null : planned,
    notDone: lastSaid(forms, pathway, action.id),
    evidence: wordsOf(done?.said, 'evidence'),
    settledOn: (done ?? blocked)?.on ?? null,
  };
}

/** What was agreed about an action besides what its event says, as it stands, and in which version; null: nothing. Throws where the database is away. */
export async function readPlan(
  pool: Pool,
  of: PlanOf,
  action: string,
): Promise<{ readonly plan: ActionPlan; readonly version: number } | null> {
  const last = (await readVersions(pool, of.registerId, planId(of.pathway, action))).at(-1);
  return last && isPlan(last.form) ? { plan: last.form.answers, version: last.version } : null;
}

/** The same, read. Throws where the database is away. */
export async function readActionsInWords(pool: Pool, standing: Standing): Promise<readonly ActionInWords[]> {
  const [events, forms] = await Promise.all([
    readEvents(pool, standing.registerId, standing.pathway),
    readForms(pool, standing.registerId),
  ]);
  return actionsInWords(standing, events, forms);
}

type PlanOf = { readonly registerId: string; readonly pathway: number };

/** Writes a version of a plan, decided upon what stands of it. Out: what `decide` says; false where the record is nobody's, or closed as a duplicate. */
async function writePlan<Answer>(
  deps: SheetDeps,
  { registerId, pathway }: PlanOf,
  action: string,
  source: string,
  decide: (last: ActionPlan | null, version: number) => { readonly answer: Answer; readonly next: ActionPlan | null },
): Promise<Answer | false> {
  const written = await writeNextVersion<Answer>(deps, { registerId, id: planId(pathway, action), source }, (versions) => {
    const present = versions.at(-1);
    const { answer, next } = decide(present && isPlan(present.form) ? present.form.answers : null, present?.version ?? 0);
    return { answer, form: next && { kind: 'action', edition: 1, answers: next } };
  });
  return written === 'unknown' ? false : written;
}

/**
 * Writes down what was agreed about an action besides what its event says, before that is recorded: should the event then fail, it stands with an
 * action that is not there, and is read by nobody. What stands of an action is not written over: whoever sends its form again changes nothing. Out:
 * false where the record is nobody's. Throws where the database is away.
 */
export const savePlan = (deps: SheetDeps, of: PlanOf, plan: ActionPlan, source: string): Promise<boolean> =>
  writePlan(deps, of, plan.action, source, (last) => ({ answer: true, next: last === null ? plan : null }));

/** Keeps what a body answered to a recommendation. Out: whether it is kept; `changed`: somebody else kept an answer since the version that was seen. */
export const saveResponse = (
  deps: SheetDeps,
  of: PlanOf,
  { action, response, since }: { readonly action: string; readonly response: string; readonly since: number },
  source: string,
): Promise<'saved' | 'changed' | false> =>
  writePlan(deps, of, action, source, (last, version) => {
    if (last?.response === response) return { answer: 'saved', next: null };
    if (last === null || version > since) return { answer: 'changed', next: null };
    return { answer: 'saved', next: { ...last, response } };
  });
