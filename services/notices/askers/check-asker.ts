import { teamMailbox } from '../../rules/areas';
import { asTextMessage, rendered } from '../letters/blocks';
import { areaValues } from '../letters/compose';
import { letterTo } from '../letters/letters';
import { WITHOUT_MATTER } from '../letters/values';
import type { QueuedNotice } from '../notice-rows';
import type { CheckDeps, Ready, Stopped } from '../sending/attempt';
import { maySend } from '../settings';
import { type Asker, readAsker } from './acknowledgement';

/**
 * Asks whether an acknowledgement to somebody who asked for help may go, as things stand now, and what it is to say. It says nothing of whether
 * anybody is known, and goes whether or not a person has decided meanwhile: nothing else tells them that it arrived, and whom to call at once. Throws where the database is away.
 */
export async function checkAsker({ pool }: CheckDeps, notice: QueuedNotice): Promise<Ready | Stopped> {
  const asker = await readAsker(pool, notice);
  if (!asker) return { ended: 'dropped', reason: 'not-taken' };
  if (asker.died) return { ended: 'dropped', reason: 'person-died' };
  if (!(await maySend(pool, asker.area.id, notice.audience))) return { ended: 'held', reason: 'sending-off' };
  return { told: null, write: () => messageTo(asker, notice) };
}

function messageTo({ recipient, reader, easyRead, asked, code, area }: Asker, { template, messageId }: QueuedNotice) {
  const values = { ...WITHOUT_MATTER, registerId: code, asked, area: areaValues(area) };
  if (recipient.by === 'text')
    return {
      to: recipient.address,
      by: recipient.by,
      messageId,
      ...asTextMessage(letterTo({ reader, easyRead: true }, template, values), area.team),
    };
  const letter = letterTo({ reader, easyRead }, template, values);
  return { to: recipient.address, ...rendered(letter, easyRead), messageId, replyTo: teamMailbox(area) };
}
