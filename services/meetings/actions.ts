import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { FilledForm, OfMeeting } from '../../domain/forms/forms';
import type { ActionPlan } from '../../domain/forms/meetings';
import type { Action } from '../../domain/pathway/types';
import type { SheetDeps } from '../forms/sheets';
import { lockForForm, readForms, readVersions, toWriteVersion, type WrittenForm } from '../forms/written-forms';
import { type EventView, readEvents } from '../pathway/events';
import type { Standing } from '../pathway/standing';
import { type Decided, inTransaction } from '../record/transaction';

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
  /** What shows that it was done. */
  readonly evidence: string | null;
  /** When it was done, or blocked; null: neither. */
  readonly settledOn: PlainDate | null;
}

const planId = (pathway: number, action: string): string => `action/${pathway}/${action}`;
const isPlan = (form: FilledForm): form is Extract<OfMeeting, { kind: 'action' }> => form.kind === 'action';

/** The events of a type about an action, with what was put right of them, in order. */
function saidOf(
  events: readonly EventView[],
  type: string,
  action: string,
): readonly { readonly said: Record<string, unknown>; readonly on: PlainDate | null }[] {
  return events.flatMap(({ event, on, status }) => {
    if (status !== 'applied' || event === null) return [];
    const said = event['type'] === 'corrected' ? event['with'] : event;
    if (typeof said !== 'object' || said === null) return [];
    const fields = said as Record<string, unknown>;
    return fields['type'] === type && fields['action'] === action ? [{ said: fields, on: on as PlainDate | null }] : [];
  });
}

const wordsOf = (said: Record<string, unknown> | undefined, field: string): string | null => {
  const text = said?.[field];
  return typeof text === 'string' ? text : null;
};

/** The actions of the latest pathway in words, the first one first. */
export function actionsInWords(standing: Standing, events: readonly EventView[], forms: readonly WrittenForm[]): readonly ActionInWords[] {
  return standing.snapshot.actions.map((action): ActionInWords => {
    const plan = forms.findLast(({ id }) => id === planId(standing.pathway, action.id))?.form;
    const planned: Partial<ActionPlan> = plan && isPlan(plan) ? plan.answers : {};
    const [agreed, done, blocked] = (['action-agreed', 'action-done', 'action-blocked'] as const).map((type) =>
      saidOf(events, type, action.id).at(-1),
    );
    return {
      ...action,
      what: wordsOf(agreed?.said, 'what'),
      section: planned.section ?? null,
      otherwise: wordsOf(blocked?.said, 'planB') ?? planned.otherwise ?? null,
      recommendation: planned.category === undefined && planned.body === undefined ? null : planned,
      evidence: wordsOf(done?.said, 'evidence'),
      settledOn: (action.status === 'done' ? done : action.status === 'blocked' ? blocked : undefined)?.on ?? null,
    };
  });
}

/** What was agreed about an action besides what its event says, as it stands; null: nothing. Throws where the database is away. */
export async function readPlan(
  pool: Pool,
  of: { readonly registerId: string; readonly pathway: number },
  action: string,
): Promise<ActionPlan | null> {
  const last = (await readVersions(pool, of.registerId, planId(of.pathway, action))).at(-1)?.form;
  return last && isPlan(last) ? last.answers : null;
}

/** The same, read. Throws where the database is away. */
export async function readActionsInWords(pool: Pool, standing: Standing): Promise<readonly ActionInWords[]> {
  const [events, forms] = await Promise.all([
    readEvents(pool, standing.registerId, standing.pathway),
    readForms(pool, standing.registerId),
  ]);
  return actionsInWords(standing, events, forms);
}

/**
 * Writes down what was agreed about an action besides what its event says, before that is recorded: should the event then fail, it stands with an
 * action that is not there, and is read by nobody. The same again is written once. Throws where the database is away.
 */
export function savePlan(
  deps: SheetDeps,
  of: { readonly registerId: string; readonly pathway: number },
  plan: ActionPlan,
  source: string,
): Promise<boolean> {
  return inTransaction<boolean>(deps, async (client): Promise<Decided<boolean>> => {
    const person = await lockForForm(client, of.registerId);
    if (person === null || person.duplicateOf !== null) return { answer: false, write: null };
    const id = planId(of.pathway, plan.action);
    const versions = await readVersions(client, of.registerId, id);
    const last = versions.at(-1)?.form;
    if (last && isPlan(last) && JSON.stringify(last.answers) === JSON.stringify(plan)) return { answer: true, write: null };
    const form = { kind: 'action', edition: 1, answers: plan } as const;
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const about = { registerId: of.registerId, id, version, form, at: deps.clock(), source, eventId: null };
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, about);
    return { answer: true, write, also };
  });
}
