import { createHash } from 'node:crypto';
import { londonDate, type Instant } from '../../../../domain/calendar/dates';
import { isAudience } from '../../../../domain/notices/catalogue';
import { mailboxOf } from '../../../../infra/mail/address';
import { recipientsOf, type Recipient } from '../../recipients';
import { mayHaveBeenHeard, type Companion } from './companions';
import type { QueuedNotice } from '../../notice-rows';
import type { NoticeState } from '../../letters/notice-state';
import type { DroppedFor } from '../../reasons';
import type { CheckedState } from './read-state';

/** What a meeting's notice is to this reader: news under a name (who never heard of a meeting is invited to it, whatever changed meanwhile), or none, and why. */
export type News =
  | { readonly template: 'meeting-invitation' | 'meeting-changed' | 'meeting-cancelled'; readonly told: string }
  | { readonly none: DroppedFor };

const OFF = 'off';

/**
 * A meeting's notice is the difference between what its reader was last told, or may have been, and what stands now: so one mailbox gets
 * one message for it, and nothing where nothing changed for that reader. Pure.
 */
export function meetingNews(notice: QueuedNotice, state: CheckedState, recipient: Recipient, now: Instant): News {
  const { meeting, snapshot } = state;
  const heard = state.companions
    .filter((one) => one.key !== notice.key && isOfReader(one, recipient) && mayHaveBeenHeard(one))
    .toSorted((a, b) => (a.givenAt ?? 0) - (b.givenAt ?? 0) || a.position - b.position);
  const last = heard.at(-1);
  const isPlanned = meeting?.status === 'scheduled' && !snapshot?.ended;
  const isAsked = isPlanned && isInvited(recipient, state);
  if (notice.template === 'meeting-cancelled') {
    if (isAsked) return { none: 'overtaken' };
    // That it is off helps nobody on the day after, and reads as if another one were meant. What was taken back is put right at any time.
    if (meeting && meeting.on < londonDate(now)) return { none: 'day-passed' };
    if (!heard.some(({ template }) => template !== 'meeting-cancelled')) return { none: 'never-invited' };
    return isKnownAs(last, OFF, recipient) ? { none: 'nothing-new' } : { template: 'meeting-cancelled', told: OFF };
  }
  if (!isPlanned || !meeting) return { none: 'meeting-not-planned' };
  if (!isAsked) return { none: 'no-longer-invited' };
  if (meeting.on < londonDate(now)) return { none: 'day-passed' };
  const told = toldOf(meeting);
  if (isKnownAs(last, told, recipient)) return { none: 'nothing-new' };
  return { template: last && last.template !== 'meeting-cancelled' ? 'meeting-changed' : 'meeting-invitation', told };
}

/** The last word went for certain, to this very mailbox, and said the same. */
const isKnownAs = (last: Companion | undefined, told: string, recipient: Recipient): boolean =>
  last?.status === 'sent' && last.told === told && last.givenTo !== null && mailboxOf(last.givenTo) === mailboxOf(recipient.address ?? '');

/** It went to the same mailbox, or to the same recipient under another address. */
function isOfReader(one: Companion, { reference, address }: Recipient): boolean {
  if (one.recipient === reference) return true;
  return one.givenTo !== null && address !== null && mailboxOf(one.givenTo) === mailboxOf(address);
}

/** Whether a mailbox is among those that the meeting invites now, under whatever name. A contact who has ended is not, whatever the meeting says. */
function isInvited({ reference, address }: Recipient, { meeting, recipients: all, left }: NoticeState): boolean {
  const recipients = { ...all, contacts: all.contacts.filter(({ id }) => id !== left?.contact) };
  const invited = meeting?.invited ?? [];
  const audiences = [...invited.filter(isAudience), ...(invited.every(isAudience) ? [] : (['chosen-contacts'] as const))];
  return audiences
    .flatMap((audience) => recipientsOf(audience, recipients, invited))
    .some(
      (one) => one.reference === reference || (one.address !== null && address !== null && mailboxOf(one.address) === mailboxOf(address)),
    );
}

/** All that a reader can see of a meeting, as a digest: the same for the same words. */
export function toldOf({ kind, on, time, until, place }: NonNullable<NoticeState['meeting']>): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, on, time, until, place]))
    .digest('hex')
    .slice(0, 32);
}
