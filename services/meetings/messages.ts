import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Message } from '../../domain/forms/meetings';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Recipients } from '../../domain/notices/recipients';
import type { Audience } from '../../domain/pathway/types';
import { canonicalJson } from '../../infra/canonical';
import type { Seals } from '../../infra/seals';
import { lockForForm, readVersions, toWriteVersion, type WrittenForm } from '../forms/written-forms';
import { messageFormId, noticeOf, toWriteMessage, type ToOne } from '../notices/messages';
import { areaPeople, peopleAt } from '../notices/people';
import { type Recipient, recipientByReference } from '../notices/recipients';
import type { CheckDeps } from '../notices/sending/attempt';
import { foresee, type Foreseen } from '../notices/sending/check/check-notice';
import type { Standing } from '../pathway/standing';
import { type Decided, inTransaction } from '../record/transaction';
import { type Client, db, prepared, rowsOf } from '../tables/query';
import { newLinkId, toMakeLink } from './actions/links';

/** Everybody who can be written to about a person: those recorded with them, and the staff and the contact book of their area. Throws where the database is away. */
export async function everyoneFor(database: Client, standing: Standing, now: Instant): Promise<Recipients> {
  return { ...peopleAt(await areaPeople(database, standing.area), now, standing.owner), contacts: standing.contacts };
}

/** As what a professional is required at a review: whoever is of none of the other kinds is switched with the providers of care. */
function directedAs(recipient: Recipient, everyone: Recipients): Audience {
  const role = recipient.contact?.role;
  if (role === undefined) return audienceOf(recipient, everyone);
  return role === 'keyworker' || role === 'panel' ? role : 'provider';
}

/** As what somebody is written to: for each audience an area may switch the sending off. */
export function audienceOf({ reference, contact }: Recipient, { book }: Recipients): Audience {
  if (contact) return contact.role === 'person' ? 'person' : 'chosen-contacts';
  return book.find(({ id }) => reference === `book:${id}`)?.audiences[0] ?? 'team';
}

/** A message that somebody writes. */
export interface Draft {
  readonly standing: Standing;
  /** Made when it was first shown, so that pressing twice sends it once. */
  readonly id: string;
  readonly message: Message;
  /** Of an action: by when it is to be done, and whether who has no account answers by a link. */
  readonly due: PlainDate | null;
}

/** What would come to one of those whom a message is for. */
export interface MessageLook {
  readonly recipient: Recipient;
  readonly foreseen: Foreseen;
}

/** Who has no account here answers by a link: a contact, or an office of the contact book. */
const answersByLink = ({ reference }: Recipient): boolean => reference.startsWith('contact:') || reference.startsWith('book:');

function audienceIn({ about }: Message, recipient: Recipient, everyone: Recipients): Audience {
  if (about === 'papers') return 'panel';
  return about === 'directive' ? directedAs(recipient, everyone) : audienceOf(recipient, everyone);
}

function toEach(
  { standing, id, message }: Draft,
  everyone: Recipients,
  at: Instant,
  linkFor: (recipient: Recipient) => string | null,
): readonly ToOne[] {
  const { registerId, pathway } = standing;
  return message.to.flatMap((reference) => {
    const recipient = recipientByReference(reference, everyone);
    if (!recipient) return [];
    const link = message.about === 'action' && answersByLink(recipient) ? linkFor(recipient) : null;
    return [
      {
        registerId,
        pathway,
        id,
        message,
        recipient,
        audience: audienceIn(message, recipient, everyone),
        link,
        at,
      },
    ];
  });
}

/**
 * What would go to whom if a message were sent now, in the very words, by the check of sending; `mark`: of all of it, so that nothing goes that was
 * not shown. Throws where the database is away, or its text cannot be made.
 */
export async function lookAtMessage(
  deps: CheckDeps,
  draft: Draft,
): Promise<{ readonly looks: readonly MessageLook[]; readonly mark: string }> {
  const everyone = await everyoneFor(deps.pool, draft.standing, deps.now());
  const looks: MessageLook[] = [];
  for (const one of toEach(draft, everyone, deps.now(), () => 'not yet'))
    looks.push({ recipient: one.recipient, foreseen: await foresee({ ...deps, draft: draft.message }, noticeOf(one)) });
  const seen = Object.fromEntries(
    looks.map(({ recipient, foreseen }) => [
      recipient.reference,
      foreseen.as === 'mail' ? [foreseen.message.to, foreseen.message.subject, foreseen.message.text] : foreseen.as,
    ]),
  );
  return { looks, mark: createHash('sha256').update(canonicalJson(seen)).digest('hex') };
}

/** When the owner of each action of a pathway was last asked how it stands. Throws where the database is away. */
export async function readAsked(database: Client, registerId: string, pathway: number): Promise<ReadonlyMap<string, PlainDate>> {
  const rows = await rowsOf(database, asked(registerId, pathway));
  return new Map(rows.flatMap(({ action, at }) => (action === null ? [] : [[action, londonDate(at.getTime() as Instant)] as const])));
}
const asked = prepared('actions-asked', (registerId: string, pathway: number) =>
  db
    .selectFrom('notice')
    .select([sql<string | null>`params ->> 'action'`.as('action'), sql<Date>`max(sent_at)`.as('at')])
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .where('template', '=', 'action-asked')
    .where('status', '=', 'sent')
    .groupBy(sql`params ->> 'action'`),
);

/** What was sent under an id is this message, and no other that somebody made of it by going back. */
const isThis = ({ form }: WrittenForm, message: Message): boolean => canonicalJson(form.answers) === canonicalJson(message);

export type MessageSent = 'sent' | 'changed' | 'nobody';

/**
 * Sends a message to those whom somebody chose, each as one notice: kept in the record in the words in which it was written, with the links by which
 * an action is answered. The same once more sends nothing. `changed`: what would go is not what was shown. Throws where the database is away.
 */
export async function sendMessage(
  deps: CheckDeps & { readonly seals: Seals },
  draft: Draft,
  mark: string,
  source: string,
): Promise<MessageSent> {
  const { standing, id, message, due } = draft;
  const { registerId, pathway } = standing;
  const at = deps.now();
  const [sent] = await readVersions(deps.pool, registerId, messageFormId(pathway, id));
  if (sent) return isThis(sent, message) ? 'sent' : 'changed';
  if ((await lookAtMessage(deps, draft)).mark !== mark) return 'changed';
  const everyone = await everyoneFor(deps.pool, standing, at);
  return inTransaction<MessageSent>(deps, async (client): Promise<Decided<MessageSent>> => {
    const person = await lockForForm(client, registerId);
    if (person === null || person.duplicateOf !== null) return { answer: 'nobody', write: null };
    const [meanwhile] = await readVersions(client, registerId, messageFormId(pathway, id));
    if (meanwhile) return { answer: isThis(meanwhile, message) ? 'sent' : 'changed', write: null };
    const form = { kind: 'message', edition: 2, answers: message } as const;
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, {
      ...{ registerId, id: messageFormId(pathway, id), version: 1, form, at, source, eventId: null },
    });
    const each = toEach(draft, everyone, at, newLinkId);
    const links = each.flatMap(({ link, recipient: { reference: recipient } }) =>
      link === null || message.action === undefined
        ? []
        : [toMakeLink({ id: link, registerId, pathway, action: message.action, recipient, madeBy: source, due, at })],
    );
    return { answer: 'sent', write, also: [...also, ...links, ...each.map(toWriteMessage)] };
  });
}
