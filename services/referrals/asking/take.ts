import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { AskedForm } from '../../../domain/forms/forms';
import type { AskedFor } from '../../../domain/forms/self-referral';
import type { Contact, ContactRole } from '../../../domain/notices/recipients';
import { type CHANGE_URGENCIES, eventSchema, type REFERRAL_SOURCES } from '../../../domain/pathway/events';
import { digestOf } from '../../../infra/canonical';
import type { EventAnswer } from '../../commit/types';
import { ASKED } from '../../notices/askers/source';
import { contactSchema } from '../../people/contacts';
import { parseRegisterId } from '../../people/register-id';
import { db, firstOf, prepared } from '../../tables/query';
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

/** Who made it, as the events name a source. */
const SOURCE = { me: 'self', family: 'family', other: 'flag' } as const satisfies Record<AskedFor, (typeof REFERRAL_SOURCES)[number]>;
const ROLE = { me: 'person', family: 'parent-carer', other: 'referrer' } as const satisfies Record<AskedFor, ContactRole>;

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

/**
 * Says a request for help of a record: of somebody new their referral; of somebody on file a referral, or, where their pathway is open, that
 * things have changed. `where`: their register id, or `new`, which then is the code that the sender was told. The same again does nothing twice.
 * Throws where the database is away.
 */
export async function takeAsked(
  deps: ReferralDeps,
  asked: AskedRow,
  where: string,
  id: string,
  { bornOn, urgency }: AboutAsked,
): Promise<EventAnswer | Needed> {
  const { reference, code, form, receivedAt } = asked;
  const { answers } = form;
  const about = { id, source: `${ASKED}${code}`, bodyDigest: digestOf(['asked-for-help', reference, where]) };
  const on = londonDate(receivedAt);
  const referral = eventSchema.parse({ type: 'referral-received', on, source: SOURCE[answers.for] });
  if (where === 'new') {
    const born = answers.bornOn ?? bornOn;
    const newId = parseRegisterId(code);
    if (newId === null) throw new Error(`the code ${code} is no register id`);
    if (born === null) return { status: 'needed', what: 'bornOn' };
    const who = { name: answers.name, bornOn: born, nhsNumber: null, contacts: [contactOf(form)] };
    return refer(deps, { ...about, who, event: referral, newId });
  }
  const isOpen = await hasOpenPathway(deps.pool, where);
  if (isOpen && urgency === null) return { status: 'needed', what: 'urgency' };
  const what = answers.happening === undefined ? {} : { what: excerpt(answers.happening) };
  const event = isOpen ? eventSchema.parse({ type: 'change-reported', on, source: SOURCE[answers.for], urgency, ...what }) : referral;
  return deps.commit({ kind: 'event', registerId: where, events: [event], batch: false, clock: deps.clock(), ...about });
}
