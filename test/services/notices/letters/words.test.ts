import { MEETING_KINDS } from '../../../../domain/pathway/events';
import { DEADLINE_KINDS } from '../../../../domain/pathway/kinds';
import { area } from '../../../../services/rules/areas';
import { composeDigest, dutyOf } from '../../../../services/notices/letters/digest-letter';
import { masked } from '../../../../services/notices/letters/naming/masked';
import { ownDetails } from '../../../../services/notices/letters/naming/own-details';
import { dateWords, dueSentence, dueWords, timeWords } from '../../../../services/notices/letters/words/dates';
import { deadlineWords } from '../../../../services/notices/letters/words/deadlines';
import { aMeeting } from '../../../../services/notices/letters/words/meetings';
import { FACTS, inHand, standing } from '../support/letters';
import { at, day } from '../support/world';

describe('words', () => {
  test('for every kind of deadline and of meeting', () => {
    for (const kind of DEADLINE_KINDS) expect(deadlineWords(kind)).toMatch(/^[a-z]/);
    for (const kind of MEETING_KINDS) {
      expect(aMeeting(kind, 'professional')).toMatch(/^a [^aeiou]|^an [aeiou]/);
      expect(aMeeting(kind, 'plain')).toMatch(/^(?:a [^aeiou]|an [aeiou])[a-zA-Z (),]+$/);
    }
  });

  test('dates, times and due dates', () => {
    expect(dateWords(day('2028-02-29'))).toBe('Tuesday 29 February 2028');
    expect(['00:00', '09:05', '12:00', '12:30', '23:59'].map(timeWords)).toEqual(['midnight', '9.05am', 'midday', '12.30pm', '11.59pm']);
    const anchor = day('2026-10-01');
    const due = day('2026-10-15');
    expect(dueWords(due, anchor, day('2026-10-14'))).toBe('due in 1 day, on Thursday 15 October 2026');
    expect(dueWords(due, anchor, due)).toBe('due today, Thursday 15 October 2026');
    expect(dueWords(due, anchor, day('2026-10-21'))).toBe('6 days overdue, was due on Thursday 15 October 2026');
    expect(dueWords(null, anchor, day('2026-10-12'))).toBe('no date set, waiting for 11 days');
    expect(dueWords(null, anchor, anchor)).toBe('no date set');
    expect(dueSentence(due, anchor, day('2026-10-14'))).toBe('It is due in 1 day, on Thursday 15 October 2026.');
    expect(dueSentence(due, anchor, due)).toBe('It is due today, Thursday 15 October 2026.');
    expect(dueSentence(due, anchor, day('2026-10-16'))).toBe('It was due on Thursday 15 October 2026 and is 1 day overdue.');
    expect(dueSentence(null, anchor, day('2026-10-17'))).toBe('No date is set for it, and it has waited for 16 days.');
  });

  test.each([
    ['Zebedee to see the dentist', '[name] to see the dentist'],
    ['Book the dentist with the Quillfeathers, 999 123 4561', 'Book the dentist with the [name], [number]'],
    ['Ring Zebedee\n\n## Quillfeather', 'Ring [name], ## [name]'],
    ['Book the dentist', 'Book the dentist'],
    ['Prendre rendez-vous à l’hôpital', 'Prendre rendez-vous à l’hôpital'],
  ])('what an action asks for names nobody: %s', (what, words) => {
    expect(masked(what, FACTS.own)).toBe(words);
  });

  test('an ordinary name with a capital is masked, and a long text is cut', () => {
    const rose = ownDetails({ name: 'Rose Hill', nhsNumber: null }, []);
    expect(masked('Rose chooses a rose for the garden', rose)).toBe('[name] chooses a rose for the garden');
    expect([...masked('x '.repeat(500), rose)].length).toBeLessThanOrEqual(160);
  });
});

test('a digest of many: counts first, what is late first and oldest first, then by person, and what is least urgent last', () => {
  const duty = (id: string, registerId: string, due: string | null, anchor: string, escalated = false) =>
    dutyOf(
      inHand('step-remind', { deadline: id, registerId }),
      {
        state: standing({
          deadline: { kind: 'oversight-visit', anchor: day(anchor), due: due === null ? null : day(due), owed: true, held: false },
        }),
        facts: FACTS,
      },
      { id, kind: 'oversight-visit', anchor: day(anchor), due: due === null ? null : day(due), escalated },
      at('2026-10-02T08:00:00Z'),
    );
  const duties = [
    duty('d1', 'B', null, '2026-09-30'),
    duty('d2', 'B', '2026-10-20', '2026-09-01'),
    duty('d3', 'B', '2026-10-01', '2026-09-01'),
    duty('d4', 'A', '2026-10-01', '2026-09-01'),
    duty('d5', 'C', null, '2026-09-01', true),
    duty('d6', 'C', '2026-10-02', '2026-09-01'),
  ];
  const { subject, text } = composeDigest(inHand('digest'), area('example'), duties, 'sam@work.example');
  expect(subject).toBe('6 things to do, 3 of them late');
  expect(text.split('\n\n').slice(0, 9)).toEqual([
    'Good morning. For you today: 3 late or waiting too long, 1 due today, 1 coming up and 1 without a date.',
    'Late, or waiting too long (3)',
    [
      '- C: make the oversight visit, no date set, waiting for 31 days',
      '- A: make the oversight visit, 1 day overdue, was due on Thursday 1 October 2026',
      '- B: make the oversight visit, 1 day overdue, was due on Thursday 1 October 2026',
    ].join('\n'),
    'Due today (1)',
    '- C: make the oversight visit, due today, Friday 2 October 2026',
    'Coming up (1)',
    '- B: make the oversight visit, due in 18 days, on Tuesday 20 October 2026',
    'Without a date (1)',
    '- B: make the oversight visit, no date set, waiting for 2 days',
  ]);
  expect(composeDigest(inHand('digest'), area('example'), duties.slice(0, 1), 'x@y.example').subject).toBe('1 thing to do');
});
