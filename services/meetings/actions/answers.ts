import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { eventSchema, type PathwayEvent } from '../../../domain/pathway/events';
import type { CoreContext } from '../../../domain/pathway/types';
import { digestOf, uuidOf } from '../../../infra/canonical';
import type { Seals } from '../../../infra/seals';
import type { EventAnswer, EventRequest } from '../../commit/types';
import { lockForForm, readForms, readVersions, toWriteVersion } from '../../forms/written-forms';
import { readStanding, type Standing } from '../../pathway/standing';
import { type Decided, inTransaction } from '../../record/transaction';
import { NOT_DONE, notDoneKey, taskStatement } from '../../tasks/tasks';
import { readEvents } from '../../pathway/events';
import { mayReadWords, readOwn } from '../../notices/letters/facts';
import { maskedLine } from '../../notices/letters/naming/masked';
import { recipientByReference } from '../../notices/recipients';
import { type ActionInWords, actionsInWords } from './in-words';
import { type ActionLink, linkBehind } from './links';
import { audienceOf, everyoneFor } from '../messages';

/** What an owner of an action answers by the link to it. */
export const OWNER_ANSWERS = ['done', 'not-done', 'blocked'] as const;
export type OwnerAnswer = (typeof OWNER_ANSWERS)[number];

export interface AnswerDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly seals: Seals;
  readonly clock: () => Instant;
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
}

/** The one action that a link leads to: nothing else of anybody. */
export interface BehindLink {
  readonly link: ActionLink;
  readonly area: string;
  readonly action: ActionInWords;
  readonly agreedAt: PlainDate | null;
  /** What was answered of it as it stands now: it is answered once more when it stands otherwise. */
  readonly answered: readonly OwnerAnswer[];
  /** How often it was said of the action that it is done or cannot be, what was taken back among it: an answer after that is another one. */
  readonly turn: number;
}

/** How an action stands: an answer counts once for each. */
const stateOf = ({ status, due }: Pick<ActionInWords, 'status' | 'due'>): string => `${status}/${due ?? 'none'}`;

const formId = ({ pathway, id }: ActionLink): string => `answer/${pathway}/${id}`;

/** A link that leads somewhere still: it has not ended, nobody took it back, and the pathway is open. */
const isAlive = ({ endsAt, revokedAt, pathway }: ActionLink, standing: Standing, now: Instant): boolean =>
  revokedAt === null && now <= endsAt && standing.pathway === pathway && standing.snapshot.ended === null && standing.duplicateOf === null;

/**
 * What stands behind an address; null: nothing, or nothing any more. Whoever has it is told of one action and of nothing else. Throws where the
 * database is away.
 */
export async function readBehind(deps: Omit<AnswerDeps, 'commit'>, secret: string): Promise<BehindLink | null> {
  const { pool, core, seals, clock } = deps;
  const link = await linkBehind(pool, seals, secret);
  if (link === null) return null;
  const now = clock();
  // Before what stands: whoever reads that it is open counts no answer that came after.
  const events = await readEvents(pool, link.registerId, link.pathway);
  const standing = await readStanding(pool, core, link.registerId, now);
  if (standing === null || !isAlive(link, standing, now)) return null;
  const [forms, everyone] = await Promise.all([readForms(pool, link.registerId), everyoneFor(pool, standing, now)]);
  const action = actionsInWords(standing, events, forms).find(({ id }) => id === link.action);
  const reader = recipientByReference(link.recipient, everyone);
  // Whoever is recorded no more, or is not the one who is to do it any more, is told nothing.
  if (!action || action.status === 'replaced' || !reader || !link.recipient.endsWith(`:${action.owner}`)) return null;
  const as = { audience: audienceOf(reader, everyone), recipient: link.recipient };
  const mayRead = action.what !== null && (await mayReadWords(pool, link.registerId, as, now));
  const own = mayRead ? await readOwn(pool, link.registerId) : null;
  const said = (await readVersions(pool, link.registerId, formId(link))).at(-1)?.form;
  const notDone = said?.kind === 'answer' && said.answers.state === stateOf(action);
  return {
    ...{ link, area: standing.area },
    // The address can be forwarded: it names nobody, as the mail did not.
    action: { ...action, what: own && action.what !== null ? maskedLine(action.what, own) : null },
    turn: events.filter(
      ({ status, event }) =>
        status === 'applied' &&
        event?.['action'] === link.action &&
        (event['type'] === 'action-done' || event['type'] === 'action-blocked'),
    ).length,
    agreedAt: standing.meetings.find(({ id }) => id === action.meeting)?.on ?? null,
    answered: [...(notDone ? (['not-done'] as const) : []), ...(action.status === 'blocked' ? (['blocked'] as const) : [])],
  };
}

export type Answered =
  | 'kept'
  /** It was answered so before, as the action stands. */
  | 'again'
  /** The action is done, or the link leads nowhere any more. */
  | 'nothing'
  /** The record could not take it in: the team is told. */
  | 'not-taken';

/**
 * Keeps what the owner of an action answers: that it is done, or cannot be done, is an event of the record; that it is not done yet is told to the
 * team. Each counts once as the action stands, also where it is sent from two places. Throws where the database is away.
 * @param words what shows it; of what cannot be done, what could be done instead
 */
export async function answerFor(
  deps: AnswerDeps,
  secret: string,
  given: { readonly answer: OwnerAnswer; readonly words: string | null },
): Promise<Answered> {
  const behind = await readBehind(deps, secret);
  if (behind === null || behind.action.status === 'done') return 'nothing';
  const { link, action, answered, turn } = behind;
  if (answered.includes(given.answer)) return 'again';
  const state = stateOf(action);
  const source = `owner:${link.recipient}`;
  if (given.answer === 'not-done') return keepNotDone(deps, link, state, source, given.words);
  const answer = await deps.commit({
    ...{ kind: 'event', registerId: link.registerId, id: uuidOf(['owner-link', link.id, given.answer, state, turn]), batch: false },
    ...{ events: [eventOf(link, given, londonDate(deps.clock()))], clock: deps.clock(), source, unanswered: true },
    bodyDigest: digestOf(['owner-link', link.id, given.answer, state, turn]),
  });
  return answer.status === 'applied' ? 'kept' : 'not-taken';
}

function eventOf(
  { action }: ActionLink,
  { answer, words }: { readonly answer: OwnerAnswer; readonly words: string | null },
  on: PlainDate,
): PathwayEvent {
  return eventSchema.parse(
    answer === 'done'
      ? { type: 'action-done', action, on, ...(words === null ? {} : { evidence: words }) }
      : { type: 'action-blocked', action, on, planB: words ?? '' },
  );
}

/** Kept in the record, and told to the team, in one transaction. */
const keepNotDone = (
  { pool, seals, clock }: AnswerDeps,
  link: ActionLink,
  state: string,
  source: string,
  words: string | null,
): Promise<Answered> =>
  inTransaction<Answered>({ pool }, async (client): Promise<Decided<Answered>> => {
    const { registerId, action } = link;
    const person = await lockForForm(client, registerId);
    if (person === null || person.duplicateOf !== null) return { answer: 'nothing', write: null };
    const last = (await readVersions(client, registerId, formId(link))).at(-1);
    if (last?.form.kind === 'answer' && last.form.answers.state === state) return { answer: 'again', write: null };
    const form = { kind: 'answer', edition: 1, answers: { action, state, ...(words === null ? {} : { words }) } } as const;
    const about = { registerId, id: formId(link), version: (last?.version ?? 0) + 1, form, at: clock(), source, eventId: null };
    const [write = null, ...also] = await toWriteVersion(client, seals, about);
    const task = {
      key: notDoneKey(registerId, link.pathway, action),
      register_id: registerId,
      kind: NOT_DONE,
      audience: 'team',
      params: { action },
    };
    return { answer: 'kept', write, also: [...also, taskStatement(task, true)] };
  });
