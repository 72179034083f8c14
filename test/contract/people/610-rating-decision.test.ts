import {
  admitted,
  changed,
  consent,
  corrected,
  eligible,
  held,
  notEligible,
  rated,
  refused,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { adult, type Story } from '../../support/core/story';

const NONE = 'no date';

describe('6.10 Rating: what asks for one', () => {
  it('6.10(3) one that turns out to lie in a stay changes nothing while the stay lasts', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-09-10', rated('red'), 'red')
      .hear('2026-09-11', admitted('2026-09-09'))
      .until('2026-09-20');
    expect(told.ratings()).toEqual(['2026-09-10 10:00 red', '2026-09-11 10:00 blue']);
    expect(told.course('community-cetr')).toEqual([`2026-09-10 10:00 opened ${NONE}`, `2026-09-11 10:00 superseded ${NONE}`]);
    expect(told.summary.rating).toBe('blue');
  });

  it('6.10(3) one taken back gives a rating line with the one that stands then, null where none does', () => {
    const told = adult()
      .hear('2026-09-01', rated('amber'), 'amber')
      .hear('2026-09-02', rated('red'), 'red')
      .hear('2026-09-03', corrected('red'))
      .hear('2026-09-04', corrected('amber'))
      .until('2026-09-05');
    expect(told.ratings()).toEqual(['2026-09-01 10:00 amber', '2026-09-02 10:00 red', '2026-09-03 10:00 amber', '2026-09-04 10:00 null']);
    expect(told.summary.rating).toBeNull();
    // One that is not the last changes nothing that anybody sees.
    const earlier = adult()
      .hear('2026-09-01', rated('amber'), 'amber')
      .hear('2026-09-02', rated('red'))
      .hear('2026-09-03', corrected('amber'))
      .until('2026-09-04');
    expect(earlier.ratings()).toHaveLength(2);
  });

  it('6.10(5) consent that ends a time without, given while amber or red, opens mam or community-cetr from that day', () => {
    for (const [rating, kind] of [
      ['amber', 'mam'],
      ['red', 'community-cetr'],
    ] as const) {
      const without = () => adult().hear('2026-09-01', eligible()).hear('2026-09-02', rated(rating));
      expect(without().until('2026-09-03').course(kind)).toEqual([]);
      expect(without().hear('2026-09-10', consent('own')).until('2026-09-11').course(kind)).toEqual([`2026-09-10 10:00 opened ${NONE}`]);
      // A consent that renews one that stands opens nothing.
      const renewed = without().hear('2026-09-10', consent('own')).hear('2026-09-20', consent('own')).until('2026-09-21');
      expect(renewed.course(kind)).toHaveLength(1);
    }
    const green = adult().hear('2026-09-02', rated('green')).hear('2026-09-10', consent('own')).until('2026-09-11');
    expect([...green.course('mam'), ...green.course('community-cetr')]).toEqual([]);
  });

  it('6.10(7) a rating that the rule set in force when it is heard does not use is refused: rating-not-used', () => {
    const llr = () => adult('llr-2023').hear('2026-09-10', rated('green'), 'green').until('2026-09-11');
    expect(llr().refusal('green')).toBe('rating-not-used');
    const adopted = (ruleSet: string, to: string) =>
      adult(ruleSet)
        .hear('2026-09-01', rated('amber'))
        .hear('2026-09-05', { type: 'rules-adopted', ruleSet: to })
        // Of a day on which the other rules held: it goes by when it is heard.
        .hear('2026-09-10', rated('green', '2026-09-03'), 'green')
        .until('2026-09-11')
        .refusal('green');
    expect(adopted('england-2023', 'llr-2023')).toBe('rating-not-used');
    expect(adopted('llr-2023', 'england-2023')).toBeUndefined();
    const suggested = adult('llr-2023').hear('2026-09-01', { type: 'referral-received', source: 'self', suggestedRating: 'green' }, 'ref');
    expect(suggested.until('2026-09-02').applied('ref')).toBe(true);
  });

  describe('6.10(8)', () => {
    const rating = (story: Story, until = '2026-09-30') => story.until(until).course('rating-decision');

    it('6.10(8) opens on the day from which consent to the register and eligibility both stand, if the rating is none', () => {
      const opened = [`2026-09-05 10:00 opened ${NONE}`];
      expect(rating(adult().hear('2026-09-01', eligible()).hear('2026-09-05', consent('own')))).toEqual(opened);
      expect(rating(adult().hear('2026-09-01', consent('own')).hear('2026-09-05', eligible()))).toEqual(opened);
      expect(
        rating(
          adult()
            .hear('2026-09-01', eligible())
            .hear('2026-09-05', consent('own', ['meeting'])),
        ),
      ).toEqual([]);
      expect(rating(adult().hear('2026-09-01', consent('own')))).toEqual([]);
      expect(rating(adult().hear('2026-09-01', eligible()).hear('2026-09-02', rated('green')).hear('2026-09-05', consent('own')))).toEqual(
        [],
      );
      expect(rating(adult().onRegister('2026-09-05').hear('2026-09-10', consent('own')).hear('2026-09-11', eligible()))).toHaveLength(1);
    });

    it('6.10(8) a rating satisfies it: of that day if heard after it, or later', () => {
      const asked = () => adult().hear('2026-09-01', eligible()).hear('2026-09-05T10:00', consent('own'));
      expect(rating(asked().hear('2026-09-05T11:00', rated('green')))).toContain(`2026-09-05 11:00 met ${NONE}`);
      expect(rating(asked().hear('2026-09-09', rated('red')))).toContain(`2026-09-09 10:00 met ${NONE}`);
      // Of the day before: there was a rating then, so that it never ran.
      expect(rating(asked().hear('2026-09-09', rated('red', '2026-09-04'))).at(-1)).toBe(`2026-09-09 10:00 superseded ${NONE}`);
    });

    const inAmber = (ruleSet?: string) => adult(ruleSet).onRegister('2026-09-01').hear('2026-09-02', rated('amber'));
    const held3 = (event: Said, ...before: Said[]) => {
      const story = adult().onRegister('2026-09-01');
      before.forEach((one, index) => story.hear(`2026-09-0${index + 2}`, one));
      return rating(story.hear('2026-09-10', event)).filter((line) => line.startsWith('2026-09-10'));
    };
    const opened = [`2026-09-10 10:00 opened ${NONE}`];

    it.each<[string, Said, Said, boolean]>([
      ['a MAM that escalates, in amber', rated('amber'), held('m', 'mam', undefined, 'escalate'), true],
      ['a MAM that escalates, in green', rated('green'), held('m', 'mam', undefined, 'escalate'), true],
      ['a MAM that escalates, in red', rated('red'), held('m', 'mam', undefined, 'escalate'), false],
      ['a MAM that stands down, in amber', rated('amber'), held('m', 'mam', undefined, 'stand-down'), true],
      ['a MAM that stands down, in red', rated('red'), held('m', 'mam', undefined, 'stand-down'), true],
      ['a MAM that stands down, in green', rated('green'), held('m', 'mam', undefined, 'stand-down'), false],
      ['a MAM that is to continue', rated('amber'), held('m', 'mam', undefined, 'continue'), false],
      ['a community C(E)TR', rated('green'), held('m', 'community-cetr'), true],
      ['an LAEP', rated('amber'), held('m', 'laep'), false],
    ])('6.10(8) after %s: %s', (_what, before, event, opens) => {
      expect(held3(event, before)).toEqual(opens ? opened : []);
    });

    it('6.10(8) a stand-down asks for none where the rule set uses no green', () => {
      const standDown = held('m', 'mam', undefined, 'stand-down');
      expect(rating(inAmber('llr-2023').hear('2026-09-10', standDown))).toHaveLength(2);
      expect(rating(inAmber().hear('2026-09-10', standDown))).toHaveLength(3);
    });

    it('6.10(8) not for an inpatient, nor without consent to the register', () => {
      expect(held3(held('m', 'mam', undefined, 'stand-down'), admitted())).toEqual([]);
      expect(held3(held('m', 'community-cetr'), rated('amber'), withdrawn(['register']))).toEqual([]);
    });

    it('6.10(8) a rating of that day heard before lets none open; heard after, it satisfies it', () => {
      const review = held('m', 'community-cetr');
      const before = inAmber().hear('2026-09-10T09:00', rated('red')).hear('2026-09-10T10:00', review);
      expect(rating(before).filter((line) => line.startsWith('2026-09-10'))).toEqual([]);
      const after = inAmber().hear('2026-09-10T10:00', review).hear('2026-09-10T11:00', rated('red'));
      expect(rating(after).slice(-2)).toEqual([`2026-09-10 10:00 opened ${NONE}`, `2026-09-10 11:00 met ${NONE}`]);
      // The rating in force, set again that day, counts as well; one of the day before does not.
      expect(rating(inAmber().hear('2026-09-10T09:00', rated('amber')).hear('2026-09-10T10:00', review))).toHaveLength(2);
      expect(rating(inAmber().hear('2026-09-09', rated('red')).hear('2026-09-10', review)).at(-1)).toBe(`2026-09-10 10:00 opened ${NONE}`);
    });

    it('6.10(8) at most one at a time', () => {
      const told = inAmber()
        .hear('2026-09-10', held('m', 'community-cetr'))
        .hear('2026-09-12', held('n', 'mam', undefined, 'stand-down'));
      expect(told.until('2026-09-13').ids('rating-decision')).toHaveLength(2);
    });

    it.each<[string, Said]>([
      ['an admission', admitted()],
      ['not-eligible', notEligible()],
      ['a withdrawal of consent to the register', withdrawn(['register'])],
      ['a refusal where it stood', refused(['register'])],
    ])('6.10(8) %s supersedes it', (_what, event) => {
      const told = adult().onRegister('2026-09-01').hear('2026-09-10', event).until('2026-09-11');
      expect(told.course('rating-decision')).toEqual([`2026-09-01 09:01 opened ${NONE}`, `2026-09-10 10:00 superseded ${NONE}`]);
    });

    it('6.10(8) losing consent to anything else leaves it', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-09-10', withdrawn(['meeting', 'disclosure', 'use']))
        .until('2026-09-11');
      expect(told.owed('rating-decision')).toEqual([`rating-decision ${NONE} open`]);
    });
  });
});

describe('5 Deadlines: a change that is reported', () => {
  const community = () => adult().onRegister('2026-09-01').hear('2026-09-02', rated('green'));
  const course = (story: Story, until = '2026-09-30') => story.until(until).course('change-review');

  it('is due that day, 7 days later, or without a date, by its urgency', () => {
    expect(course(community().hear('2026-09-10', changed('today')), '2026-09-10')).toEqual(['2026-09-10 10:00 opened 2026-09-10']);
    expect(course(community().hear('2026-09-10', changed('this-week')), '2026-09-10')).toEqual(['2026-09-10 10:00 opened 2026-09-17']);
    expect(course(community().hear('2026-09-10', changed('can-wait')))).toEqual([`2026-09-10 10:00 opened ${NONE}`]);
  });

  it('a later report while one is open only brings it nearer', () => {
    const report = (first: 'this-week' | 'can-wait' | 'today', next: 'this-week' | 'can-wait' | 'today') =>
      course(community().hear('2026-09-10T09:00', changed(first)).hear('2026-09-10T10:00', changed(next)), '2026-09-10').slice(1);
    expect(report('can-wait', 'this-week')).toEqual([`2026-09-10 10:00 moved 2026-09-17 from ${NONE}`]);
    expect(report('this-week', 'today')).toEqual(['2026-09-10 10:00 moved 2026-09-10 from 2026-09-17']);
    expect([...report('this-week', 'can-wait'), ...report('today', 'this-week'), ...report('this-week', 'this-week')]).toEqual([]);
  });

  it('one that was missed is open no longer: the next report has a day of its own', () => {
    const told = community()
      .hear('2026-09-10', changed('today'))
      .hear('2026-09-14', changed('this-week'))
      .hear('2026-09-15', rated('amber'));
    expect(course(told)).toEqual([
      '2026-09-10 10:00 opened 2026-09-10',
      '2026-09-11 00:00 missed 2026-09-10',
      '2026-09-14 10:00 opened 2026-09-21',
      '2026-09-15 10:00 met 2026-09-21',
      '2026-09-15 10:00 late 2026-09-10',
    ]);
  });

  it.each<[string, Said, boolean]>([
    ['change-reviewed', { type: 'change-reviewed', outcome: 'no-change' }, true],
    ['a rating', rated('green'), true],
    ['a MAM', held('m', 'mam'), true],
    ['an MDT', held('m', 'mdt'), true],
    ['an LAEP', held('m', 'laep'), true],
    ['a C(E)TR', held('m', 'community-cetr'), true],
    ['a CPA', held('m', 'cpa'), false],
    ['an RCA', held('m', 'rca'), false],
  ])('%s of that day heard after it, or of a later day, satisfies it: %s', (_what, event, satisfies) => {
    const reported = () => community().hear('2026-09-10T10:00', changed('this-week'));
    const met = (at: string, day: string) =>
      course(reported().hear(at, { ...event, on: day } as Said), at.slice(0, 10)).some((line) => line.includes('met'));
    expect([met('2026-09-10T11:00', '2026-09-10'), met('2026-09-12', '2026-09-12')]).toEqual([satisfies, satisfies]);
    expect(met('2026-09-12', '2026-09-09')).toBe(false);
    const before = course(community().hear('2026-09-10T09:00', event).hear('2026-09-10T10:00', changed('this-week')), '2026-09-10');
    expect(before).toEqual(['2026-09-10 10:00 opened 2026-09-17']);
  });

  it('in a stay also a visit does', () => {
    const stay = () => adult().hear('2026-09-01', admitted()).hear('2026-09-10', changed('this-week'));
    expect(course(stay().hear('2026-09-11', { type: 'visit-held' }), '2026-09-11').at(-1)).toBe('2026-09-11 10:00 met 2026-09-17');
  });

  it('its ladder: due, overdue and the commissioner the day after, the manager on day 3 and every 7', () => {
    expect(community().hear('2026-09-09T07:00', changed('today')).until('2026-09-30').steps('change-review')).toEqual([
      '2026-09-09 08:00 due owner',
      '2026-09-10 08:00 escalate commissioner',
      '2026-09-14 08:00 escalate manager',
      '2026-09-21 08:00 escalate manager',
      '2026-09-28 08:00 escalate manager',
    ]);
    expect(community().hear('2026-09-10', changed('can-wait')).until('2026-09-24').steps('change-review')).toEqual([
      '2026-09-17 08:00 remind owner',
      '2026-09-24 08:00 escalate commissioner',
    ]);
  });

  it('6.9(2) an admission supersedes it, and the rating that is asked for', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-09-10', changed('this-week'))
      .hear('2026-09-11', admitted())
      .until('2026-09-12');
    expect(told.deadlinesAt('2026-09-11 10:00').filter((line) => line.startsWith('superseded'))).toEqual([
      'superseded change-review 2026-09-17',
      `superseded rating-decision ${NONE}`,
    ]);
    // One reported in the stay is of the stay, and outlives the discharge.
    const inside = adult()
      .hear('2026-09-01', admitted())
      .hear('2026-09-10', changed('this-week'))
      .hear('2026-09-12', { type: 'discharged' });
    expect(inside.until('2026-09-13').owed('change-review')).toEqual(['change-review 2026-09-17 open']);
  });
});
