import type { PlainDate } from '../../domain/calendar/dates';
import { notInvited } from '../../domain/meetings/who-comes';
import type { WrittenForm } from '../../services/forms/written-forms';
import { whoMightCome } from '../../services/meetings/who-comes';
import { MISSING_WORDS, WHY_INVITED_WORDS } from '../content/who-comes';
import { paths } from '../paths';
import type { Party } from './actions/shown';
import type { AtMeeting } from './around';
import { namedParty } from './words';

/** Who might be missing at a meeting that lies ahead: those on record who are not invited, and those who are not on record. */
export interface MightBeMissing {
  readonly people: readonly { readonly who: Party; readonly why: string }[];
  readonly notOnRecord: readonly { readonly who: string; readonly why: string }[];
  /** Where somebody is invited, and where somebody is put on record; null: the reader may not. */
  readonly invite: string | null;
  readonly add: string | null;
}

/** Who might be missing; null: the meeting is over, or nobody is. */
export function mightBeMissing(
  { standing, meeting, time }: AtMeeting,
  forms: readonly WrittenForm[],
  others: ReadonlyMap<string, string>,
  of: { readonly today: PlainDate; readonly mayInvite: boolean; readonly mayAdd: boolean },
): MightBeMissing | null {
  if (time !== undefined || meeting.status !== 'scheduled' || meeting.on < of.today) return null;
  const { registerId, contacts } = standing;
  const who = whoMightCome(standing, forms, meeting.kind, of.today);
  const people = notInvited(who, meeting.invited, contacts);
  if (people.length === 0 && who.missing.length === 0) return null;
  return {
    people: people.map(({ id, why }) => ({
      who: namedParty(id, contacts, others),
      why: why.map((code) => WHY_INVITED_WORDS[code]).join(' '),
    })),
    notOnRecord: who.missing.map((code) => MISSING_WORDS[code]),
    invite: of.mayInvite ? paths.recordEvent({ registerId, type: 'meeting-scheduled' }, { meeting: meeting.id }) : null,
    add: of.mayAdd ? paths.contactAdd({ registerId }) : null,
  };
}
