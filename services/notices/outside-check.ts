import { area, teamMailbox, type Area } from '../rules/areas';
import { areaValues } from './letters/compose';
import { letterTo } from './letters/letters';
import { rendered } from './letters/blocks';
import { type Values, WITHOUT_MATTER } from './letters/values';
import type { QueuedNotice } from './notice-rows';
import { areaPeople, peopleAt } from './people';
import { recipientByReference, type Recipient } from './recipients';
import type { CheckDeps, Ready, Stopped } from './sending/attempt';
import { whoInstead } from './sending/hand-over';
import { maySend } from './settings';

/** What is asked of a notice to professionals that is about nobody on file. */
export interface OutsideMatter {
  /** What stops it as things stand now; null: nothing. Throws where the database is away. */
  readonly stopped: (profile: Area) => Promise<Stopped | null>;
  /** What it says besides the area. */
  readonly values: () => Partial<Values>;
}

/** What is to become of a notice about nobody on file, as things stand now: whoever got it may be gone, and others get it then. Throws where the database is away. */
export async function checkOutside(
  { pool, now }: CheckDeps,
  notice: QueuedNotice,
  { stopped, values }: OutsideMatter,
): Promise<Ready | Stopped | { readonly others: readonly Recipient[] }> {
  const profile = area(String(notice.params['area']));
  const stop = await stopped(profile);
  if (stop) return stop;
  const everyone = { ...peopleAt(await areaPeople(pool, profile.id), now(), null), contacts: [] };
  const address = recipientByReference(notice.recipient, everyone)?.address;
  if (!address) {
    const held = { ended: 'held', reason: 'no-address' } as const;
    const others = whoInstead(notice, held, everyone);
    return others ? { others } : held;
  }
  if (!(await maySend(pool, profile.id, notice.audience))) return { ended: 'held', reason: 'sending-off' };
  const write = () => {
    const said: Values = { ...WITHOUT_MATTER, registerId: '', asked: null, area: areaValues(profile), ...values() };
    const letter = letterTo({ reader: 'professional', easyRead: false }, notice.template, said);
    return { ...rendered(letter, false), to: address, messageId: notice.messageId, replyTo: teamMailbox(profile) };
  };
  return { told: null, write };
}
