import { plainDate, type Instant } from '../../domain/calendar/dates';
import type { Fact } from '../../domain/pathway/events';
import { area } from '../../services/areas';
import { storedContacts } from '../../services/contacts';
import type { QueuedNotice } from '../../services/notices/sending/queue';
import { recheck } from '../../services/notices/sending/recheck';
import type { NoticeState } from '../../services/notices/sending/state';
import { fact } from '../support/core';
import type { Said } from '../support/facts';
import { at, CONTACTS, REGISTER_ID } from './support/world';

const { book, staff } = area('example');
const now = at('2026-10-05T10:00:00Z');
const planned = at('2026-10-05T09:00:00Z');

const state = (over: Partial<NoticeState> = {}): NoticeState => ({
  area: area('example'),
  recipients: { book, staff, contacts: storedContacts(CONTACTS) },
  secrets: [],
  pathway: { rating: 'amber', registerConsent: true, inpatient: false, ended: null, owedAtEnd: [] },
  deadline: { kind: 'mam', anchor: plainDate('2026-09-01'), due: plainDate('2026-10-05'), owed: true, held: false },
  meeting: { kind: 'mam', status: 'scheduled', on: plainDate('2026-10-13'), time: null, until: null, place: null, invited: [] },
  event: { id: 'e1', type: 'meeting-scheduled', on: null, status: 'applied', reason: null, position: 5, fact: null, resolved: false },
  action: null,
  later: [],
  siblings: [],
  ...over,
});

const notice = (template: string, over: Partial<QueuedNotice> = {}): QueuedNotice => ({
  key: 'own',
  registerId: REGISTER_ID,
  pathway: 1,
  template,
  channel: 'mail',
  audience: 'panel',
  recipient: 'book:panel-office',
  deadline: null,
  eventId: 'e1',
  meeting: template.startsWith('meeting-') ? 'm1' : null,
  params: {},
  reason: null,
  plannedAt: planned,
  attempts: 1,
  lease: 1,
  messageId: 'x',
  releasedAt: null,
  ...over,
});

/** `go`, or why not. */
function verdict(one: QueuedNotice, as: NoticeState, when: Instant = now): string {
  const found = recheck(one, as, true, when);
  return found.verdict === 'go' ? `go to ${found.recipient.address}` : `${found.verdict}: ${found.reason}`;
}

let position = 10;
const heard = (event: Said, when = '2026-10-05T09:30:00Z', id = `l${position}`): NoticeState['later'][number] => {
  position += 1;
  const told: Fact = fact(event);
  return { id, position, at: Date.parse(when), fact: told };
};
const PANEL = 'go to panel.office@examplevalley.example';

describe('an invitation', () => {
  const invitation = notice('meeting-invitation');
  const meeting = state().meeting ?? undefined;

  test('goes while its meeting is planned', () => {
    expect(verdict(invitation, state())).toBe(PANEL);
  });

  test('does not go for a meeting that is off, was held or taken back, or whose day has passed', () => {
    for (const status of ['cancelled', 'held']) {
      expect(verdict(invitation, state({ meeting: meeting ? { ...meeting, status } : null }))).toBe('dropped: meeting-not-planned');
    }
    expect(verdict(invitation, state({ meeting: null }))).toBe('dropped: meeting-not-planned');
    expect(verdict(invitation, state(), at('2026-10-13T22:59:00Z'))).toBe(PANEL);
    expect(verdict(invitation, state(), at('2026-10-13T23:00:00Z'))).toBe('dropped: day-passed');
  });

  test('does not go where its recipient was told something newer', () => {
    const newer = { key: 'n', template: 'meeting-changed', recipient: 'book:panel-office', status: 'sent', position: 9 };
    const own = { ...newer, key: 'own', status: 'sending', position: 5 };
    expect(verdict(invitation, state({ siblings: [own, newer] }))).toBe('dropped: told-since');
    expect(verdict(invitation, state({ siblings: [own, { ...newer, recipient: 'book:hospital' }] }))).toBe(PANEL);
    expect(verdict(invitation, state({ siblings: [own, { ...newer, position: 3 }] }))).toBe(PANEL);
  });

  test('does not go once consent to meetings, or for one in the community to the register, is withdrawn', () => {
    for (const scope of ['meeting', 'register'] as const) {
      expect(verdict(invitation, state({ later: [heard({ type: 'consent-withdrawn', scope: [scope] })] }))).toBe(
        'dropped: consent-withdrawn',
      );
    }
    expect(verdict(invitation, state({ later: [heard({ type: 'consent-refused' })] }))).toBe('dropped: consent-withdrawn');
    expect(verdict(invitation, state({ later: [heard({ type: 'consent-withdrawn', scope: ['use'] })] }))).toBe(PANEL);
  });

  test('a review in hospital rests on consent to meetings alone', () => {
    const stay = state({
      meeting: meeting ? { ...meeting, kind: 'inpatient-cetr' } : null,
      later: [heard({ type: 'consent-withdrawn', scope: ['register'] })],
    });
    expect(verdict(invitation, stay)).toBe(PANEL);
  });

  test('goes where consent was given anew, where the withdrawal was taken back, and where somebody invited knowing of it', () => {
    const lost = heard({ type: 'consent-withdrawn' }, '2026-10-05T09:30:00Z', 'w');
    expect(
      verdict(invitation, state({ later: [lost, heard({ type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] })] })),
    ).toBe(PANEL);
    expect(verdict(invitation, state({ later: [lost, heard({ type: 'corrected', event: 'w', reason: 'x' })] }))).toBe(PANEL);
    expect(verdict(invitation, state({ later: [heard({ type: 'consent-withdrawn' }, '2026-10-04T09:30:00Z')] }))).toBe(PANEL);
  });

  test('does not go once the pathway has ended', () => {
    const ended = { type: 'pathway-closed', on: plainDate('2026-10-05') };
    const pathway = state().pathway;
    expect(verdict(invitation, state({ pathway: pathway && { ...pathway, ended } }))).toBe('dropped: pathway-ended');
  });
});

describe('a cancellation', () => {
  const off = notice('meeting-cancelled');
  const invited = (status: string) => ({ key: 'i', template: 'meeting-invitation', recipient: 'book:panel-office', status, position: 5 });
  const own = { key: 'own', template: 'meeting-cancelled', recipient: 'book:panel-office', status: 'sending', position: 9 };

  test('goes to who was invited, or may have been; who never heard of the meeting is not told that it is off', () => {
    for (const status of ['sent', 'sending', 'failed']) expect(verdict(off, state({ siblings: [invited(status), own] }))).toBe(PANEL);
    for (const status of ['held', 'dropped', 'queued']) {
      expect(verdict(off, state({ siblings: [invited(status), own] }))).toBe('dropped: never-invited');
    }
    expect(verdict(off, state({ siblings: [own] }))).toBe('dropped: never-invited');
  });
});

describe('a step', () => {
  const step = (template: string, over: Partial<QueuedNotice> = {}) =>
    notice(template, {
      deadline: 'd1',
      audience: 'commissioner',
      recipient: 'staff:lee-commissioner',
      params: { due: '2026-10-05' },
      ...over,
    });
  const LEE = 'go to lee.example@examplevalley.example';

  test('goes while its deadline is owed and due on the day that it says', () => {
    expect(verdict(step('step-escalate'), state())).toBe(LEE);
    expect(verdict(step('step-escalate', { params: { due: null } }), state())).toBe('dropped: deadline-moved');
    expect(verdict(step('step-escalate'), state({ deadline: null }))).toBe('dropped: deadline-settled');
  });

  test('does not go for what an adoption holds back', () => {
    const { deadline } = state();
    expect(verdict(step('step-escalate'), state({ deadline: deadline && { ...deadline, held: true } }))).toBe('dropped: deadline-held');
  });

  test('a reminder of its own mail goes on its day only; an escalation also later', () => {
    const tomorrow = at('2026-10-06T00:00:00Z');
    expect(verdict(step('step-remind'), state())).toBe(LEE);
    expect(verdict(step('step-remind'), state(), tomorrow)).toBe('dropped: day-passed');
    expect(verdict(step('step-escalate'), state(), tomorrow)).toBe(LEE);
  });
});

describe('a recipient', () => {
  test('who is no longer recorded, or has no address, is held', () => {
    expect(verdict(notice('admitted', { recipient: 'staff:gone' }), state())).toBe('held: no-address');
    expect(verdict(notice('admitted', { recipient: 'nobody' }), state())).toBe('held: no-address');
  });

  test('of the family is asked for their wish as it stands: the last by its day', () => {
    const toMum = notice('report-sent', { audience: 'chosen-contacts', recipient: 'contact:mum' });
    const wish = (family: 'yes' | 'no', on: string, id?: string) =>
      heard({ type: 'contact-wish-recorded', family, on }, '2026-10-05T09:30:00Z', id);
    const MUM = 'go to marigold@family.example';
    expect(verdict(toMum, state({ later: [wish('no', '2026-10-01')] }))).toBe('dropped: no-contact-wished');
    expect(verdict(toMum, state({ later: [wish('no', '2026-10-01'), wish('yes', '2026-10-02')] }))).toBe(MUM);
    expect(verdict(toMum, state({ later: [wish('no', '2026-10-03'), wish('yes', '2026-10-02')] }))).toBe('dropped: no-contact-wished');
    expect(verdict(toMum, state({ later: [wish('no', '2026-10-01', 'w'), heard({ type: 'corrected', event: 'w', reason: 'x' })] }))).toBe(
      MUM,
    );
  });
});
