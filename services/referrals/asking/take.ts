import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { AskedForm } from '../../../domain/forms/forms';
import type { AskedFor } from '../../../domain/forms/self-referral';
import type { Contact, ContactRole } from '../../../domain/notices/recipients';
import { type CHANGE_URGENCIES, eventSchema, type PathwayEvent, type REFERRAL_SOURCES } from '../../../domain/pathway/events';
import { digestOf } from '../../../infra/canonical';
import type { EventAnswer } from '../../commit/types';
import { ASKED } from '../../notices/askers/source';
import { contactSchema, postSchema } from '../../people/contacts';
import { parseRegisterId } from '../../people/register-id';
import { db, firstOf, prepared } from '../../tables/query';
import { eventIdOf } from '../letterbox/referrals';
import { refer, type ReferralDeps } from '../referral';

export type ChangeUrgency = (typeof CHANGE_URGENCIES)[number];

/** A request for help as it was sent on a public form. */
export interface AskedRow {
  readonly reference: string;
  readonly code: string;
  readonly form: AskedForm;
  readonly receivedAt: Instant;
}

/** What a person of the team says of it, besides whom it is about. */
export interface AboutAsked {
  /** Of somebody new, where the form left it out. */
  readonly bornOn: PlainDate | null;
  /** Of somebody whose pathway is open: how soon somebody must look. */
  readonly urgency: ChangeUrgency | null;
}

/** What the team has to say before it can be taken so. */
export interface Needed {
  readonly status: 'needed';
  readonly what: keyof AboutAsked;
}

/** Who made it, as the events name a source: whoever answers the flagging form flags, also of their own family. */
const SOURCE = { me: 'self', family: 'family', other: 'flag' } as const satisfies Record<AskedFor, (typeof REFERRAL_SOURCES)[number]>;
const sourceOf = ({ kind, answers }: AskedForm) => (kind === 'flag' ? 'flag' : SOURCE[answers.for]);
/** By whom a review is asked for. */
const ASKED_BY = { me: 'person', family: 'family', other: 'other' } as const satisfies Record<AskedFor, string>;
const ROLE = { me: 'person', family: 'parent-carer', other: 'referrer' } as const satisfies Record<AskedFor, ContactRole>;

/** A postal address that was written in one line. */
const inLines = (address: string): string => address.split(/\s*,\s*/).join('\n');

/** Whoever asked, as a contact of the person. A way to reach them that the service does not write by stands in the form alone. */
export function contactOf({ answers }: AskedForm): Contact {
  const { by, at } = answers.reach;
  const id = 'asked-for-help';
  const contact = contactSchema.parse({
    id,
    name: answers.asker ?? answers.name,
    role: ROLE[answers.for],
    ...(by === 'email' ? { email: at } : {}),
    ...(by === 'phone' || by === 'text' ? { phone: at } : {}),
    ...(by === 'text' ? { way: by } : {}),
    ...(by === 'letter' && postSchema.safeParse(inLines(at)).success ? { way: by, post: inLines(at) } : {}),
    ...{ referred: true, easyRead: answers.easyRead },
  });
  return { ...contact, id };
}

const openPathway = prepared('open-pathway-of', (registerId: string) =>
  db.selectFrom('pathway').select('number').where('register_id', '=', registerId).where('ended_type', 'is', null).limit(1),
);

/** Whether somebody's pathway is open, so that a request for help is a change that is reported. Throws where the database is away. */
export const hasOpenPathway = async (pool: Pool, registerId: string): Promise<boolean> =>
  (await firstOf(pool, openPathway(registerId))) !== null;

/** An event's text holds no more. */
const MOST_OF_A_TEXT = 4_000;
/** The beginning of what was written: all of it stands in the form. */
function excerpt(text: string): string {
  const characters = [...text];
  return characters.length <= MOST_OF_A_TEXT ? text : `${characters.slice(0, MOST_OF_A_TEXT - 1).join('')}…`;
}

/** Stands in the place of words where somebody ticked that they would rather say it. */
const TO_BE_TOLD = 'They would rather tell it than write it: ask them.';

/**
 * Says what was asked on a public form of a record. Of somebody new, or whose pathway has ended, it is a referral; where their pathway is open, it
 * is a change that is reported. Whoever asks for a review is referred first where no pathway is open, and then the review is asked for. `where`:
 * their register id, or `new`, which then is the code that the sender was told. `id`: of the event that it is for; the same again does nothing twice.
 * Throws where the database is away; the same call may then be made again.
 */
export async function takeAsked(
  deps: ReferralDeps,
  asked: AskedRow,
  where: string,
  id: string,
  more: AboutAsked,
): Promise<EventAnswer | Needed> {
  const { reference, form, receivedAt } = asked;
  const on = londonDate(receivedAt);
  const isOpen = where !== 'new' && (await hasOpenPathway(deps.pool, where));
  const { answers } = form;
  if (form.kind === 'review-request') {
    const begun = isOpen ? null : await referred(deps, asked, where, eventIdOf(reference, `${where}, first`), more);
    if (begun && begun.status !== 'applied') return begun;
    const reason = answers.happening === undefined ? TO_BE_TOLD : excerpt(answers.happening);
    const request = eventSchema.parse({ type: 'review-requested', on, by: ASKED_BY[answers.for], reason });
    return said(deps, asked, begun?.registerId ?? where, id, request);
  }
  if (!isOpen) return referred(deps, asked, where, id, more);
  if (more.urgency === null) return { status: 'needed', what: 'urgency' };
  const what = answers.happening === undefined ? {} : { what: excerpt(answers.happening) };
  return said(
    deps,
    asked,
    where,
    id,
    eventSchema.parse({ type: 'change-reported', on, source: sourceOf(form), urgency: more.urgency, ...what }),
  );
}

const about = ({ reference, code }: AskedRow, where: string, id: string) => ({
  id,
  source: `${ASKED}${code}`,
  bodyDigest: digestOf(['asked-for-help', reference, where]),
});

const said = (deps: ReferralDeps, asked: AskedRow, registerId: string, id: string, event: PathwayEvent): Promise<EventAnswer> =>
  deps.commit({ kind: 'event', registerId, events: [event], batch: false, clock: deps.clock(), ...about(asked, registerId, id) });

async function referred(
  deps: ReferralDeps,
  asked: AskedRow,
  where: string,
  id: string,
  { bornOn }: AboutAsked,
): Promise<EventAnswer | Needed> {
  const { code, form, receivedAt } = asked;
  const event = eventSchema.parse({ type: 'referral-received', on: londonDate(receivedAt), source: sourceOf(form) });
  if (where !== 'new') return said(deps, asked, where, id, event);
  const born = form.answers.bornOn ?? bornOn;
  const newId = parseRegisterId(code);
  if (newId === null) throw new Error(`the code ${code} is no register id`);
  if (born === null) return { status: 'needed', what: 'bornOn' };
  const who = { name: form.answers.name, bornOn: born, nhsNumber: null, contacts: [contactOf(form)] };
  return refer(deps, { ...about(asked, where, id), who, event, newId });
}
