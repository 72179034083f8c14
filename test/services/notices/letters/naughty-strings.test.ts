import naughty from 'big-list-of-naughty-strings';
import { openMail, type Mail } from '../../../../infra/mail/mail';
import { storedContacts } from '../../../../services/people/contacts';
import { compose } from '../../../../services/notices/letters/compose';
import { masked } from '../../../../services/notices/letters/naming/masked';
import { ownDetails } from '../../../../services/notices/letters/naming/own-details';
import { oneLine, tellPlace } from '../../../../services/notices/letters/tell-place';
import { mailCatcher, type TestMail } from '../../../support/mail/mail';
import { FACTS, inHand, MEETING, NOW, reader, RECIPIENTS, standing } from '../support/letters';
import { readLoosely, readStrictly, readTwice } from '../support/readers';
import { SECRET_NAME } from '../support/world';

let catcher: TestMail;
let mail: Mail;
beforeAll(async () => {
  catcher = await mailCatcher();
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
});
afterAll(async () => {
  mail.close();
  await catcher.stop();
});

const strings = naughty.filter((text) => text.trim() !== '');

/** As a name stands in a calendar: line ends are those of the text, and no control characters. */
const inCalendar = (name: string): string =>
  name
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
    .replaceAll('\\', '/')
    .replaceAll(/\r\n?/g, '\n');

test('as place, action, reason and name of a recipient: each mail and calendar file reads back the same with two libraries', async () => {
  const ward = reader('ward');
  const sent = [];
  for (const text of strings) {
    const own = ownDetails({ name: text, nhsNumber: null }, storedContacts([{ name: text.slice(0, 120), role: 'parent-carer' }]));
    // Whoever is called so: nothing throws, whatever is found.
    expect(() => [tellPlace('Room 4, Hill House', own), masked('Book the dentist', own)]).not.toThrow();
    const facts = { ...FACTS, action: { what: text, agreedOn: MEETING.on } };
    const state = standing({
      meeting: { ...MEETING, place: text },
      deadline: { kind: 'action', anchor: MEETING.on, due: MEETING.on, owed: true, held: false } as never,
      recipients: { ...RECIPIENTS },
    });
    const invitation = compose(
      inHand('meeting-invitation', { messageId: `i${sent.length}@x.example` }),
      { state, facts },
      { ...ward, name: text },
      NOW,
    );
    const step = compose(inHand('step-escalate', { messageId: `s${sent.length}@x.example` }), { state, facts }, ward, NOW);
    for (const message of [invitation, step]) expect(await mail.send(message)).toEqual({ outcome: 'sent' });
    sent.push({ text, invitation, step });
  }
  const arrived = await catcher.mails();
  expect(arrived).toHaveLength(2 * strings.length);
  for (const [index, { text, invitation, step }] of sent.entries()) {
    const place = tellPlace(text, FACTS.own).words;
    expect(place === null || place === oneLine(text) || place.endsWith('…')).toBe(true);
    for (const [message, caught] of [
      [invitation, arrived[2 * index]],
      [step, arrived[2 * index + 1]],
    ] as const) {
      if (!caught) throw new Error('it arrived');
      for (const read of await readTwice(caught)) {
        expect(read.subject).toBe(message.subject);
        expect(read.text).toBe(message.text.trimEnd());
        expect(read.html).toBe(message.html.trimEnd());
        expect(read.calendar?.replaceAll('\r\n', '\n')).toBe(message.calendar?.content.replaceAll('\r\n', '\n'));
      }
      expect(message.html.replaceAll(/<\/?(?:!doctype html|html|head|meta|title|body|ul|li|h2|p)(?: [^>]*)?>/gi, '')).not.toMatch(/[<>]/);
      expect(message.text.toLowerCase()).not.toContain(SECRET_NAME.toLowerCase());
    }
    const file = invitation.calendar?.content ?? '';
    const [strict, loose] = [readStrictly(file), readLoosely(file)];
    const told = place?.replaceAll('\\', '/') ?? null;
    // node-ical takes quotes around a whole text for a parameter's.
    expect([strict.location, loose.location]).toEqual([told, told?.replace(/^"(.*)"$/, '$1') ?? null]);
    expect([strict.uid, loose.uid]).toEqual([FACTS.uid, FACTS.uid]);
    expect([strict.start, loose.start]).toEqual(['2026-10-13T13:00:00.000Z', '2026-10-13T13:00:00.000Z']);
    const name = inCalendar(text);
    expect(strict.attendees).toEqual([
      {
        address: 'ward@mail.example',
        parameters: { ...(name.trim() === '' ? {} : { CN: name }), ROLE: 'REQ-PARTICIPANT', PARTSTAT: 'NEEDS-ACTION', RSVP: 'TRUE' },
      },
    ]);
  }
});
