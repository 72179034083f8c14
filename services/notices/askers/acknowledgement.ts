import { sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import type { AskedKind } from '../../../domain/forms/asked';
import { type AskedForm, askedFormSchema } from '../../../domain/forms/forms';
import type { AskedFor, ReachedBy } from '../../../domain/forms/self-referral';
import { MAIL_CHANNEL, NOTIFY_CHANNEL } from '../../../workflows/noticeNames';
import { area } from '../../rules/areas';
import { type Client, db, firstOf, prepared, type Statement } from '../../tables/query';
import type { QueuedNotice } from '../notice-rows';
import { toWriteOutside } from '../outside-notice';
import type { AddressedRecipient } from '../recipients';
import { ASKED } from './source';

/** Who asked for help on a public form, and may be nobody on file: `asker:<reference of the referral>`. */
const ASKER = 'asker:';
export const isToAsker = ({ recipient }: Pick<QueuedNotice, 'recipient'>): boolean => recipient.startsWith(ASKER);
const referenceOf = (recipient: string): string => recipient.slice(ASKER.length);

/** As whom each of them is written to. */
const AUDIENCE = { me: 'person', family: 'referrer', other: 'referrer' } as const satisfies Record<AskedFor, string>;
/** By which they are acknowledged to, in the way that they chose; null: a person does. */
const CHANNEL: Readonly<Record<ReachedBy, string | null>> = {
  email: MAIL_CHANNEL,
  text: NOTIFY_CHANNEL,
  phone: null,
  letter: null,
  'through-somebody': null,
};
/** In whose words. */
const READER = { me: 'person', family: 'family', other: 'advocate' } as const satisfies Record<AskedFor, string>;

/** What stands before and after the reference in the key of an acknowledgement. */
const [BEFORE, AFTER] = ['asked/', '/acknowledged'];
const keyOf = (reference: string): string => `${BEFORE}${reference}${AFTER}`;

const byKey = prepared('acknowledgement', (key: string) => db.selectFrom('notice').select('key').where('key', '=', key));
/** One row where whoever sent the referral of this reference is written to by mail; none where they are not. */
export const acknowledgementOf = (reference: string): Statement<{ key: string }> => byKey(keyOf(reference));

/** Of the statement that reads a notice: whether it was by a message of its own that whoever asked on a public form was told that it arrived. */
export const toldOnItsOwn = (eventId: string | null) => sql<boolean>`exists (
  select from event e
    join held_referral h on h.code = substr(e.source, ${sql.lit(ASKED.length + 1)})
    join notice n on n.key = ${sql.lit(BEFORE)} || h.reference || ${sql.lit(AFTER)}
    where e.id = ${eventId} and e.source like ${sql.lit(`${ASKED}%`)})`;

/** What an acknowledgement is made of. */
interface ToAsker {
  /** The reference of the referral, and the code that its sender says on the phone. */
  readonly reference: string;
  readonly code: string;
  readonly areaId: string;
  readonly form: AskedForm;
  readonly at: Instant;
}

/**
 * The statement that acknowledges to somebody, by mail or by text message, that they asked for help, whether or not anyone is known: the same words, with the
 * emergency contacts of the area ("an automated acknowledgement response … will include emergency contact information", 004 L1040 to 1041).
 * Null where they wish to be reached neither by mail nor by text message.
 */
export function toAcknowledge({ reference, code, areaId, form: { answers }, at }: ToAsker): Statement<unknown> | null {
  const channel = CHANNEL[answers.reach.by];
  if (channel === null) return null;
  return toWriteOutside({
    key: keyOf(reference),
    ...{ template: 'referral-acknowledged', audience: AUDIENCE[answers.for], channel, at },
    recipient: `${ASKER}${reference}`,
    recipientName: answers.asker ?? answers.name,
    params: { area: areaId, code },
  });
}

/** What they sent, where it waits; once a person has taken it, the form in the record that it became. */
const askerOf = prepared('asker-of-notice', (reference: string) =>
  db
    .selectFrom('held_referral')
    .leftJoin('written_form', (join) =>
      join
        .onRef('written_form.register_id', '=', 'held_referral.register_id')
        .onRef('written_form.id', '=', 'held_referral.reference')
        .on('written_form.version', '=', 1),
    )
    .select(({ ref }) => [ref('held_referral.code').as('code'), ref('held_referral.asked').$castTo<unknown>().as('asked')])
    .select(['written_form.kind', 'written_form.edition', 'written_form.answers'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('pathway')
            .select('pathway.number')
            .whereRef('pathway.register_id', '=', 'held_referral.register_id')
            .where('pathway.ended_type', '=', 'person-died'),
        )
        .as('died'),
    )
    .where('held_referral.reference', '=', reference),
);

/** Who asked, as one who is written to. */
export interface Asker {
  readonly recipient: AddressedRecipient;
  readonly reader: 'person' | 'family' | 'advocate';
  readonly easyRead: boolean;
  readonly asked: AskedKind;
  /** The code that they say on the phone. */
  readonly code: string;
  readonly area: ReturnType<typeof area>;
  /** Whom it is about has died since. */
  readonly died: boolean;
}

/** Who a notice to an asker goes to; null where what they sent was not taken, and is kept no longer. Throws where the database is away. */
export async function readAsker(
  database: Client,
  { recipient, params }: Pick<QueuedNotice, 'recipient' | 'params'>,
): Promise<Asker | null> {
  const row = await firstOf(database, askerOf(referenceOf(recipient)));
  const sent = row && (row.asked ?? (row.kind === null ? null : { kind: row.kind, edition: row.edition, answers: row.answers }));
  if (!row || sent === null || row.code === null) return null;
  const { kind, answers } = askedFormSchema.parse(sent);
  return {
    recipient: {
      reference: recipient,
      name: answers.asker ?? answers.name,
      address: answers.reach.at,
      by: answers.reach.by === 'text' ? 'text' : 'mail',
      family: true,
      calendar: false,
      contact: null,
    },
    reader: READER[answers.for],
    easyRead: answers.easyRead,
    asked: kind,
    code: row.code,
    died: row.died === true,
    area: area(String(params['area'])),
  };
}
