import { admitted, consent, eligible, excused, held, withdrawn, type Said } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

const NONE = 'no date';

describe('further sentences of section 6', () => {
  it('6.7(4) an excused renewal is asked again: the next is due 28 days after the date that was due', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-09-10', excused('consent-renewal'))
      .hear('2026-09-11', excused('consent-renewal'))
      .hear('2026-09-12', consent('own'))
      .until('2026-09-13');
    expect(told.course('consent-renewal')).toEqual([
      '2026-09-01 09:01 opened 2027-09-01',
      '2026-09-10 10:00 excused 2027-09-01',
      '2026-09-10 10:00 opened 2027-09-29',
      '2026-09-11 10:00 excused 2027-09-29',
      '2026-09-11 10:00 opened 2027-10-27',
      '2026-09-12 10:00 met 2027-10-27',
      '2026-09-12 10:00 opened 2027-09-12',
    ]);
  });

  it('6.7(4) an excuse for a deadline already settled, or for none, is recorded, does nothing, and warns', () => {
    const stay = () => adult().hear('2026-10-01', admitted(), 'adm').hear('2026-10-05', held('r', 'post-admission-cetr'));
    for (const deadline of ['post-admission-cetr:adm', 'post-admission-cetr', 'mam', 'action:nowhere']) {
      const told = stay().hear('2026-10-06', excused(deadline), 'ex').until('2026-10-07');
      expect([told.applied('ex'), told.deadlinesAt('2026-10-06 10:00'), told.warningsAt('2026-10-06 10:00')]).toEqual([
        true,
        [],
        ['nothing-excused'],
      ]);
    }
    expect(stay().hear('2026-10-06', excused('inpatient-cetr')).until('2026-10-07').warningsAt('2026-10-06 10:00')).toEqual([]);
  });

  it('6.9(7) an admission for which the clocks run, with no community C(E)TR in the 28 days that end with it, warns', () => {
    const codes = (before: [string, Said][], admission: Said = admitted()) =>
      before
        .reduce((so, [at, event]) => so.hear(at, event), adult())
        .hear('2026-10-01T15:00', admission)
        .until('2026-10-01')
        .warningsAt('2026-10-01 15:00');
    const warned = ['admitted-without-review'];
    const review = held('c', 'community-cetr');
    expect(codes([])).toEqual(warned);
    // 28 days that end with 1 October begin with 4 September.
    expect([codes([['2026-09-04', review]]), codes([['2026-09-03', review]]), codes([['2026-10-01', review]])]).toEqual([[], warned, []]);
    expect(codes([['2026-09-20', held('l', 'laep')]])).toEqual(warned);
    expect(codes([['2026-09-20', eligible('none')]])).toEqual([]);
    expect(codes([], admitted(undefined, 'low', { withoutReview: 'emergency' }))).toEqual(warned);
    const taken: [string, Said] = ['2026-10-01T09:00', { type: 'adopted', on: '2026-10-01' }];
    expect([codes([taken], admitted('2026-09-30')), codes([taken])]).toEqual([[], warned]);
  });

  it('6.17(5) a plan made before satisfies it at once, and for good; consent given again opens it again where none was made', () => {
    const planned = (...events: [string, Said][]) =>
      events
        .reduce((so, [at, event]) => so.hear(at, event), story({ bornOn: '2009-06-01' }))
        .until('2026-12-31')
        .course('transition-plan');
    const plan: Said = { type: 'transition-planned' };
    const lostAndGiven: [string, Said][] = [
      ['2026-09-01', consent('own', ['register'])],
      ['2026-10-01', withdrawn(['register'])],
      ['2026-11-01', consent('own', ['register'])],
    ];
    expect(planned(...lostAndGiven)).toEqual([
      `2026-09-01 10:00 opened ${NONE}`,
      `2026-10-01 10:00 superseded ${NONE}`,
      `2026-11-01 10:00 opened ${NONE}`,
    ]);
    expect(planned(['2026-08-01', plan], ...lostAndGiven)).toEqual([`2026-09-01 10:00 opened ${NONE}`, `2026-09-01 10:00 met ${NONE}`]);
    expect(planned(...lostAndGiven.slice(0, 1), ['2026-09-15', plan], ...lostAndGiven.slice(1))).toEqual([
      `2026-09-01 10:00 opened ${NONE}`,
      `2026-09-15 10:00 met ${NONE}`,
    ]);
    expect(planned(...lostAndGiven.slice(0, 2), ['2026-10-15', plan], ...lostAndGiven.slice(2))).toEqual([
      `2026-09-01 10:00 opened ${NONE}`,
      `2026-10-01 10:00 superseded ${NONE}`,
      `2026-11-01 10:00 opened ${NONE}`,
      `2026-11-01 10:00 met ${NONE}`,
    ]);
  });
});
