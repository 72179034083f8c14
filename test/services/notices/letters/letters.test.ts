import type { EventType, Fact } from '../../../../domain/pathway/events';
import { CONSENT_SCOPES } from '../../../../domain/pathway/events';
import { REFUSALS } from '../../../../domain/pathway/refusals';
import { PRINTED } from '../../../../domain/forms/printed/all';
import { NOTICES, type NoticeKind, type NoticeName } from '../../../../domain/notices/catalogue';
import { compose } from '../../../../services/notices/letters/compose';
import { scopeWords } from '../../../../services/notices/letters/words/consents';
import { refusalWords } from '../../../../services/notices/letters/words/refusals';
import { recipientsOf, type Recipient } from '../../../../services/notices/recipients';
import type { NoticeState } from '../../../../services/notices/letters/notice-state';
import { formAt } from '../../../../web/printed/form-at';
import { type Addressed, AROUND, FACTS, inHand, MEETING, NOW, reader, RECIPIENTS, standing } from '../support/letters';
import { day, REGISTER_ID, SECRET_NAME, SECRET_NHS_NUMBER } from '../support/world';

const LIKE: Partial<Record<NoticeName, Partial<NonNullable<NoticeState['event']>>>> = {
  'event-refused': { status: 'refused', reason: 'already-inpatient' },
  'consent-withdrawn': { type: 'consent-withdrawn', fact: { type: 'consent-withdrawn', scope: ['meeting'] } },
  'change-reported': { type: 'change-reported', fact: { type: 'change-reported', source: 'family', urgency: 'today' } },
};

const write = (name: NoticeName, to: Addressed, over: Partial<NoticeState> = {}, facts = FACTS) => {
  const { event } = standing();
  const state = standing({ event: event && { ...event, ...LIKE[name] }, ...over });
  return compose(inHand(name), { state, facts }, to, NOW);
};

const addressed = (recipient: Recipient): Addressed[] => (recipient.address === null ? [] : [{ ...recipient, address: recipient.address }]);
const everyOne = Object.entries<NoticeKind>(NOTICES).flatMap(([name, { audiences, from }]) =>
  // What is about an area names no register id.
  (from === 'area' ? [] : audiences)
    .flatMap((audience) => recipientsOf(audience, RECIPIENTS, audience === 'chosen-contacts' ? AROUND.map(({ id }) => id) : undefined))
    .flatMap(addressed)
    .filter((to) => name !== 'feedback-asked' || to.reference.startsWith('contact:self'))
    .map((recipient) => [name as NoticeName, recipient.reference, recipient] as const),
);
const roleOf = ({ reference }: Recipient) => AROUND.find(({ id }) => reference === `contact:${id}`)?.role;

describe('every notice to everyone whom it may reach', () => {
  test.each(everyOne)('%s to %s: no hole, no name, no code, and words for this reader', (name, _reference, recipient) => {
    const { subject, text, html, calendar } = write(name, recipient);
    for (const part of [subject, text, html, calendar?.content ?? '']) {
      expect(part).not.toMatch(/undefined|null|\[object|\{\{|\}\}|\{%|NaN|\ba [aeio]/);
      for (const secret of [...SECRET_NAME.split(' '), SECRET_NHS_NUMBER, 'Marigold', 'Basil'])
        expect(part.toLowerCase()).not.toContain(secret.toLowerCase());
    }
    // No code: words with hyphens are those of the language, but for those of an address.
    const hyphened = [...text.replaceAll(/https:\S+/g, '').matchAll(/\b[a-z]+(?:-[a-z]+)+\b/g)].map(([word]) => word);
    expect(hyphened.filter((word) => !['multi-agency', 'post-admission'].includes(word))).toEqual([]);
    expect(text).toContain(REGISTER_ID);
    expect(html).toContain('<p>');
    const role = roleOf(recipient);
    if (recipient.family) {
      expect(subject).not.toContain(REGISTER_ID);
      expect(text).toContain('Call 999');
      expect(text).toContain('0116 496 0100');
      expect(text).not.toMatch(/C\(E\)TR|MAM|rating|eligib/i);
    } else if (role !== 'referrer' || !_reference.endsWith('easy')) {
      expect(subject).toContain(REGISTER_ID);
      expect(subject).not.toMatch(/green|amber|red\b|blue|autis|disab/i);
    }
    if (role !== 'person') expect(`${subject} ${text}`).not.toMatch(/you are not on our list|you can say no|your meeting|\byour care\b/i);
    if (role === 'person') expect(text).not.toMatch(/the person|\bthey are not\b|their care/i);
  });

  test.each(['self', 'dad', 'advocate'])('easy words are obeyed: %s', (who) => {
    for (const name of ['referral-acknowledged', 'not-eligible', 'report-sent', 'meeting-invitation', 'meeting-cancelled'] as const) {
      const easy = write(name, reader(`${who}-easy`));
      const sentences = easy.text
        .split('If you need help now')[0]
        ?.split('Other help')[0]
        ?.split(/[.?!]\s|\n/)
        .filter((line) => line.trim() !== '' && !/booklet|We are here/.test(line));
      for (const line of sentences ?? []) expect(line.split(' ').length).toBeLessThanOrEqual(18);
      expect(easy.html).toContain('font-size: 20px');
      expect(easy.text).not.toBe(write(name, reader(who === 'dad' ? 'mum' : who)).text);
    }
  });

  test('each of them is told whom it is about', () => {
    expect(write('not-eligible', reader('self')).text).toContain('so you are not on our list');
    expect(write('not-eligible', reader('mum')).text).toContain('for the person you care for now, so they are not on our list');
    expect(write('not-eligible', reader('advocate')).text).toContain('for the person you support now, so they are not on our list');
    expect(write('not-eligible', reader('gp')).text).toContain('Thank you for your referral');
    expect(write('meeting-invitation', reader('self')).text).toContain('You can say no.');
  });

  test('the acknowledgement has the emergency contacts first', () => {
    const { text, html } = write('referral-acknowledged', reader('self'));
    expect(text.indexOf('Call 999')).toBeLessThan(text.indexOf('What happens next'));
    expect(html).toContain('<li>Someone is in danger now, or badly hurt: Call 999</li>');
  });
});

describe('where the papers of a review are read and printed', () => {
  const known = { ...FACTS, formAt: formAt(new URL('https://pathway.example')) ?? null };
  const addresses = (name: NoticeName, who: string, over: Partial<NoticeState> = {}): string[] =>
    write(name, reader(who), over, known).text.match(/https:\/\/pathway\S+/g) ?? [];
  const at = (...forms: readonly string[]): string[] => forms.map((form) => `https://pathway.example/forms/${form}`);

  test.each(['self', 'mum', 'advocate'])('an invitation to a review says so to %s, in the words that they read', (who) => {
    expect(addresses('meeting-invitation', who)).toEqual(at('cetr', 'planner'));
    const easy = who === 'mum' ? 'dad' : who;
    expect(addresses('meeting-invitation', `${easy}-easy`)).toEqual(at('cetr-easy-read', 'planner-easy-read'));
  });

  test('so does the question how it was, of the feedback form', () => {
    expect(addresses('feedback-asked', 'self')).toEqual(at('feedback'));
    expect(addresses('feedback-asked', 'self-easy')).toEqual(at('feedback-easy-read'));
    expect(write('feedback-asked', reader('self')).text).toContain('You can use the feedback form in your booklet.');
  });

  test('every address is one of a form that is there', () => {
    const kinds = new Set(PRINTED.map(({ kind }) => kind));
    for (const who of ['self', 'self-easy'])
      for (const name of ['meeting-invitation', 'feedback-asked'] as const)
        for (const one of addresses(name, who)) expect(kinds).toContain(one.split('/').at(-1));
  });

  test('no other meeting has them, no professional is told of them, and none is told where it is not known', () => {
    expect(addresses('meeting-invitation', 'self', { meeting: { ...MEETING, kind: 'mam' } })).toEqual([]);
    expect(addresses('meeting-invitation', 'ward')).toEqual([]);
    for (const who of ['self', 'self-easy', 'mum'])
      expect(write('meeting-invitation', reader(who)).text).not.toMatch(/pathway\.example|read and print/);
    expect(write('feedback-asked', reader('self-easy')).text).not.toMatch(/http|print/);
  });

  test('a text message keeps its room for whom to call at once', () => {
    const to = { ...reader('self-easy'), by: 'text' } as Addressed;
    const { text } = write('meeting-invitation', to, {}, known);
    expect(text).not.toContain('https:');
    expect(text).toContain('Call 999');
  });
});

describe('what a notice says of its event', () => {
  const ward = reader('ward');
  const event = (type: EventType, fact: Fact) => {
    const base = standing().event;
    if (!base) throw new Error('there is an event');
    return { event: { ...base, type, fact } };
  };

  test('a refusal in plain English, whatever its code', () => {
    expect(write('event-refused', ward).text).toContain(
      'We were told of an admission to hospital for K7QM-42XD, and could not accept it. The record says that the person was in hospital already on that day.',
    );
    for (const code of REFUSALS) expect(refusalWords(code)).toMatch(/^[A-Z][^_]*\.$/);
    expect(refusalWords('of-an-older-release')).toBe('Why is written in the record.');
  });

  test('which consent has changed', () => {
    const withdrawn = (scope?: (typeof CONSENT_SCOPES)[number][]) =>
      write('consent-withdrawn', ward, event('consent-withdrawn', { type: 'consent-withdrawn', ...(scope ? { scope } : {}) })).text;
    expect(withdrawn(['meeting', 'disclosure'])).toContain(
      'Consent to meetings about them and showing their papers to others was withdrawn',
    );
    expect(withdrawn()).toContain('Consent to everything (being on the register, meetings about them, ');
    expect(write('consent-withdrawn', ward, event('consent-refused', { type: 'consent-refused', scope: ['register'] })).text).toContain(
      'Consent to being on the register was refused',
    );
    for (const scope of CONSENT_SCOPES) expect(scopeWords([scope])).toMatch(/^[a-z ]+$/);
  });

  test('the action that cannot be done, and whose it is', () => {
    const agreed = (owner: string) => ({
      ...event('action-agreed', { type: 'action-agreed', action: 'a1', owner }),
      action: { status: 'open' as const, due: day('2026-10-20'), owner },
    });
    expect(write('action-agreed', ward, agreed('ward')).text).toContain(
      'to be done by Tuesday 20 October 2026. Do the action “Book the dentist”.\n\nIt is for ward Example to do.',
    );
    expect(write('action-agreed', ward, agreed('mum')).text).toContain('It is for a parent or carer to do.');
    const blocked = write('action-blocked', ward, { action: { status: 'blocked', due: day('2026-10-20'), owner: 'ward' } }).text;
    expect(blocked).toContain(
      'the action “Book the dentist” cannot be done as planned. It was to be done by Tuesday 20 October 2026.\n\nIt was for ward Example to do.',
    );
  });

  test('a person of whom others told us is not thanked for what they did not say', () => {
    const to = (askedThemself: boolean) =>
      compose(inHand('not-eligible', {}, 'person'), { state: standing({ askedThemself }), facts: FACTS }, reader('self'), NOW);
    expect(to(true)).toMatchObject({ subject: 'About your request', text: expect.stringMatching(/^Thank you for telling us/) });
    expect(to(false)).toMatchObject({
      subject: 'About help for you',
      text: expect.stringMatching(/^Somebody who would like you to have help told us what is happening\. We read it with care\./),
    });
    expect(to(false).text).not.toMatch(/Thank you|again/);
  });

  test('an admission tells what is next only while that is owed', () => {
    const deadline = standing().deadline;
    expect(write('admitted', ward).text).toContain('Next: make the oversight visit. It is due today, Friday 2 October 2026.');
    expect(write('admitted', ward, { deadline: deadline && { ...deadline, owed: false } }).text).not.toContain('Next:');
  });
});

describe('what a notice says of a meeting', () => {
  const ward = reader('ward');
  const invitation = (over: Partial<typeof MEETING>, to = ward, name: NoticeName = 'meeting-invitation') =>
    write(name, to, { meeting: { ...MEETING, ...over } });

  test('day, times and place', () => {
    expect(invitation({}).text).toContain(
      `You are invited to a community C(E)TR about ${REGISTER_ID} on Tuesday 13 October 2026, 2pm to 3.30pm, at County Hall, room 2.`,
    );
    expect(invitation({ until: null, place: null }).text).toContain('on Tuesday 13 October 2026, at 2pm.');
    expect(invitation({ time: null, place: 'In the library' }).text).toContain('on Tuesday 13 October 2026, in the library.');
    expect(invitation({ kind: 'inpatient-cetr' }).text).toContain('You are invited to an inpatient C(E)TR');
  });

  test('a place that is kept back is said to be, and whom to ask', () => {
    for (const to of [ward, reader('mum'), reader('self-easy')]) {
      const { text, html, calendar } = invitation({ place: 'the Quillfeathers’' }, to);
      expect(text + html).not.toContain('Quillfeather');
      expect(text).toContain('This mail does not say where it is, to keep that private. Call us on 0116 496 0100');
      expect(calendar?.content ?? '').not.toContain('LOCATION');
    }
    expect(invitation({ place: null }).text).not.toContain('Where it is');
  });

  test('typed words make no heading, list or link', () => {
    const { text, html } = invitation({ place: 'Room 2\n\n## Pay now\n- <a href="x">here</a>' }, reader('mum'));
    expect(text).toContain('at Room 2, ## Pay now, - <a href="x">here</a>.');
    expect(html).not.toMatch(/<h2[^>]*>Pay|<a |<li>&lt;/);
    expect(invitation({ place: 'Room 2\nhttps://elsewhere.example/pay' }, reader('mum')).text).not.toContain('elsewhere');
  });

  test('the mail tells the hour of the calendar file, also where the clocks change', () => {
    const both = (on: string, time: string, until: string | null) => {
      const { text, calendar } = invitation({ on: day(on), time, until });
      return [/2026, (.*?), at County/.exec(text)?.[1], ...(calendar?.content.match(/(?<=^DT(?:START|END):)\w+/gm) ?? [])];
    };
    expect(both('2026-10-25', '01:30', '01:45')).toEqual([
      '1.30am to 1.45am (before the clocks go back that night)',
      '20261025T003000Z',
      '20261025T004500Z',
    ]);
    expect(both('2026-10-25', '01:30', '02:00')).toEqual([
      '1.30am to 2am (before the clocks go back that night)',
      '20261025T003000Z',
      '20261025T020000Z',
    ]);
    expect(both('2026-10-25', '02:00', null)).toEqual(['at 2am', '20261025T020000Z']);
    expect(both('2026-03-29', '01:30', null)).toEqual(['at 2.30am', '20260329T013000Z']);
    expect(both('2026-03-29', '01:30', '02:15')).toEqual(['at 2.30am', '20260329T013000Z']);
    expect(both('2026-10-13', '16:00', '15:00')).toEqual(['at 4pm', '20261013T150000Z']);
  });

  test('a cancellation names the kind of meeting, and what is meant', () => {
    expect(invitation({ status: 'cancelled' }, ward, 'meeting-cancelled').text).toContain(
      `The community C(E)TR about ${REGISTER_ID} on Tuesday 13 October 2026 is cancelled.`,
    );
    expect(invitation({ status: 'cancelled' }, reader('mum'), 'meeting-cancelled').text).toContain(
      'The meeting on Tuesday 13 October 2026, a Care (Education) and Treatment Review, will not happen.',
    );
    // No longer asked: it goes on, and went on where it has been held since.
    for (const status of ['scheduled', 'held'] as const)
      expect(invitation({ status }, ward, 'meeting-cancelled').text).toContain('goes on, and you are no longer asked to come');
    const gone = write('meeting-cancelled', ward, { meeting: null });
    expect(gone.text).toContain('The community C(E)TR about K7QM-42XD on Tuesday 13 October 2026 is cancelled');
    expect(gone.calendar?.method).toBe('CANCEL');
  });

  test('a family gets a calendar file only where they chose it, and it does not name them', () => {
    expect(invitation({}, reader('mum')).calendar?.content).not.toContain('Marigold');
    expect(invitation({}, reader('advocate')).calendar).toBeUndefined();
  });

  test('an invitation to a review names where the Local Offer tells of it, to each what matters to them, while they are young enough for one', () => {
    const offer = 'https://localoffer.examplevalley.example';
    const reviews = `- Reviews: ${offer}/care-education-and-treatment-reviews`;
    const family = `${reviews}\n- Going into a mental health hospital: ${offer}/before-a-hospital-admission\n- Personal budgets: ${offer}/personal-budgets\n`;
    for (const who of ['mum', 'advocate'])
      expect(invitation({}, reader(who)).text).toContain(`You can read more on your area’s Local Offer:\n\n${family}`);
    expect(invitation({}, reader('self')).text).toContain(`You can read more on your area’s Local Offer:\n\n${reviews}\n`);
    expect(invitation({}, reader('self-easy')).text).toContain(`You can read more here:\n\n${reviews}\n`);
    expect(invitation({}, reader('self')).text).not.toContain('Personal budgets');
    // A meeting that is no review, and a review of somebody who has no Local Offer any more.
    expect(invitation({ kind: 'mam' }, reader('mum')).text).not.toContain(offer);
    expect(invitation({}).text).not.toContain(offer);
    const born = (bornOn: string) =>
      write('meeting-invitation', reader('mum'), { meeting: MEETING, bornOn: day(bornOn) }).text.includes(offer);
    expect([born('2000-10-14'), born('2000-10-13')]).toEqual([true, false]);
  });

  test('SEQUENCE grows with each change that was told, whatever the meeting went back to', () => {
    const sibling = (position: number) => ({
      key: `n${position}`,
      template: 'meeting-changed',
      recipient: 'staff:x',
      status: 'sent',
      position,
    });
    const siblings = [sibling(3), { ...sibling(3), key: 'other' }, sibling(5), sibling(9)] as NoticeState['siblings'];
    const { calendar } = compose(inHand('meeting-changed', { key: 'n9' }), { state: standing({ siblings }), facts: FACTS }, ward, NOW);
    expect(calendar?.content).toContain('SEQUENCE:2');
  });
});
