import type { Instant } from '../../../../domain/calendar/dates';
import type { Audience } from '../../../../domain/pathway/types';
import { area } from '../../../../services/rules/areas';
import { storedContacts } from '../../../../services/people/contacts';
import type { LetterFacts } from '../../../../services/notices/letters/facts';
import { ownDetails } from '../../../../services/notices/letters/naming/own-details';
import { recipientByReference, type Recipient } from '../../../../services/notices/recipients';
import type { QueuedNotice } from '../../../../services/notices/notice-rows';
import type { NoticeState } from '../../../../services/notices/letters/notice-state';
import { at, day, REGISTER_ID, SECRET_NAME, SECRET_NHS_NUMBER } from './world';

export const NOW: Instant = at('2026-10-02T08:00:00Z');

const contact = (id: string, role: string, more: object = {}) => ({
  id,
  name: `${id} Example`,
  role,
  email: `${id}@mail.example`,
  ...more,
});

/** One contact of each role, those who are no professionals also as readers of easy words. */
export const AROUND = storedContacts([
  contact('self', 'person', { name: SECRET_NAME }),
  contact('self-easy', 'person', { name: SECRET_NAME, easyRead: true }),
  contact('mum', 'parent-carer', { name: 'Marigold Quillfeather', chosen: true, calendar: true, referred: true }),
  contact('dad-easy', 'parent-carer', { name: 'Basil Quillfeather', chosen: true, easyRead: true }),
  contact('advocate', 'advocate', { chosen: true }),
  contact('advocate-easy', 'advocate', { chosen: true, easyRead: true }),
  contact('gp', 'referrer'),
  contact('neighbour-easy', 'referrer', { easyRead: true }),
  contact('kw', 'keyworker'),
  contact('ward', 'provider'),
  contact('chair', 'panel'),
  contact('other', 'professional'),
]);

const { book, staff } = area('example');
export const RECIPIENTS = { book, staff, contacts: AROUND };

export type Addressed = Recipient & { readonly address: string };

/** The contact of an id as a recipient. */
export function reader(id: string): Addressed {
  const found = recipientByReference(`contact:${id}`, RECIPIENTS);
  if (!found?.address) throw new Error(`no contact ${id} with an address`);
  return { ...found, address: found.address };
}

export const FACTS: LetterFacts = {
  own: ownDetails({ name: SECRET_NAME, nhsNumber: SECRET_NHS_NUMBER }, AROUND),
  isShut: false,
  uid: '6a3ea5c4-93b4-4a0c-a3d4-1a7f37c1a111',
  message: {
    ...{ about: 'progress', to: ['contact:mum'], words: `${SECRET_NAME} asks for Tuesdays` },
    signed: { name: 'Dr Madeup', role: 'Director of nursing' },
    parts: [{ title: 'Book the dentist', text: 'It is done.\nWhat shows it: seen on Thursday' }],
  },
  answerAt: null,
  formAt: null,
  action: { what: 'Book the dentist', agreedOn: day('2026-09-21') },
};

/** Where a matter stands, as far as letters read it. */
export const standing = (over: Partial<NoticeState> = {}): NoticeState => {
  const base: NoticeState = {
    bornOn: null,
    area: area('example'),
    recipients: RECIPIENTS,
    askedThemself: true,
    pathway: {
      rating: 'red',
      registerConsent: true,
      inpatient: false,
      ended: null,
      owedAtEnd: [{ kind: 'cetr-report', due: day('2026-10-09'), agreedOn: null }],
    },
    deadline: { kind: 'oversight-visit', anchor: day('2026-08-01'), due: day('2026-10-02'), owed: true, held: false },
    meeting: MEETING,
    event: {
      id: 'e1',
      type: 'admitted',
      on: day('2026-09-30'),
      status: 'applied',
      reason: null,
      source: 'api:test',
      fact: { type: 'admitted', on: day('2026-09-30'), security: 'non-secure', detained: false, planned: false },
      resolved: false,
      takenBack: false,
    },
    action: { status: 'blocked', due: day('2026-10-20'), owner: null },
    ratingThen: 'blue',
    meetings: [],
    siblings: [],
    ...over,
  };
  return base;
};

export const MEETING: NonNullable<NoticeState['meeting']> = {
  kind: 'community-cetr',
  status: 'scheduled',
  on: day('2026-10-13'),
  time: '14:00',
  until: '15:30',
  place: 'County Hall, room 2',
  invited: ['team'],
};

/** A notice in hand. */
export const inHand = (template: string, over: Partial<QueuedNotice> = {}, audience: Audience = 'team'): QueuedNotice =>
  ({
    key: `${template}/${audience}`,
    registerId: REGISTER_ID,
    pathway: 1,
    template,
    channel: 'mail',
    audience,
    recipient: 'x',
    deadline: 'd1',
    eventId: 'e1',
    meeting: /^(?:meeting-|report-|attendance-)/.test(template) ? 'm1' : null,
    params: { of: 'admitted', kind: 'community-cetr', on: '2026-10-13', revision: 0 },
    reason: null,
    plannedAt: NOW,
    attempts: 1,
    lease: 1,
    messageId: 'id@dynamic-support-pathway',
    ...over,
  }) as QueuedNotice;
