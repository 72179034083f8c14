import { admitted, agreed, closed, died, discharged, held, movedAway, rated, scheduled, visited } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.16 Endings', () => {
  const busy = (ruleSet?: string) =>
    adult(ruleSet)
      .onRegister('2026-09-01')
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-02', agreed('a', '2026-10-09'))
      .hear('2026-10-05', scheduled('m', 'mam', '2026-10-30'));

  it('6.16(1) on a death every deadline due on that day or later or without a date is superseded', () => {
    const told = busy().hear('2026-10-20', died()).until('2026-12-31');
    expect(told.owed()).toEqual([]);
    expect(told.deadlinesAt('2026-10-20 10:00')).toEqual([
      'superseded meeting-outcome 2026-11-01',
      'superseded consent-renewal 2027-09-01',
      'superseded mam no date',
    ]);
  });

  it('6.16(1) a missed one stays missed and is owed no longer', () => {
    const told = busy().hear('2026-10-20', died()).until('2026-12-31');
    expect(told.course('action')).toEqual(['2026-10-02 10:00 opened 2026-10-09', '2026-10-10 00:00 missed 2026-10-09']);
  });

  it('6.16(1) no step and no notice goes out after a death, but for cancellations to professionals', () => {
    const told = busy().hear('2026-10-20', died()).until('2026-12-31');
    const death = told.lines.findIndex((line) => line.what === 'event-applied' && line.type === 'person-died');
    const after = told.lines.slice(death);
    expect(after.filter((line) => line.what === 'step')).toEqual([]);
    const toThePerson = after.filter((line) => line.what === 'notice' && ['person', 'chosen-contacts'].includes(line.audience));
    expect(toThePerson).toEqual([]);
  });

  it.each([
    ['moved-away', movedAway()],
    ['pathway-closed', closed()],
  ])('6.16(2) %s supersedes in the same way', (_type, event) => {
    const told = busy().hear('2026-10-20', event, 'end').until('2026-12-31');
    expect(told.applied('end')).toBe(true);
    expect(told.owed()).toEqual([]);
    expect(told.deadlinesAt('2026-10-20 10:00')).toEqual([
      'superseded meeting-outcome 2026-11-01',
      'superseded consent-renewal 2027-09-01',
      'superseded mam no date',
    ]);
    expect(told.course('action')).toEqual(['2026-10-02 10:00 opened 2026-10-09', '2026-10-10 00:00 missed 2026-10-09']);
  });

  it('6.16(2) an end writes no rating line', () => {
    expect(busy().hear('2026-10-20', closed()).until('2026-12-31').ratings()).toEqual(['2026-10-01 10:00 amber']);
  });

  it('6.16(3) an ending is accepted whatever is recorded after its day, and what those events opened is superseded with it', () => {
    const told = busy()
      .hear('2026-10-12', rated('red'))
      .hear('2026-10-14', admitted())
      .hear('2026-10-15', visited(), 'v')
      .hear('2026-10-20', died('2026-10-11'), 'death')
      .until('2026-11-30');
    expect(told.applied('death')).toBe(true);
    expect(told.owed()).toEqual([]);
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-14 10:00 opened 2026-11-11', '2026-10-20 10:00 superseded 2026-11-11']);
    // The visit of the 15th had satisfied the first one; the next, from that visit, ends with the death.
    expect(told.course('oversight-visit').at(-1)).toBe('2026-10-20 10:00 superseded 2026-12-10');
  });

  it('6.16(3) a deadline missed after the day of a death heard of late never ran so long', () => {
    const told = adult().hear('2026-10-01', admitted()).hear('2026-11-05', died('2026-10-20')).until('2026-11-30');
    expect(told.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
      '2026-10-30 00:00 missed 2026-10-29',
      '2026-11-05 10:00 superseded 2026-10-29',
    ]);
    expect(told.owed()).toEqual([]);
  });

  it('6.16(4) for an inpatient moved-away needs acceptedBy', () => {
    const inHospital = () => adult().hear('2026-10-01', admitted());
    expect(inHospital().hear('2026-10-10', movedAway(), 'end').until('2026-10-11').applied('end')).toBe(false);
    expect(inHospital().hear('2026-10-10', movedAway(undefined, 'QK1'), 'end').until('2026-10-11').applied('end')).toBe(true);
    expect(inHospital().hear('2026-10-08', discharged()).hear('2026-10-10', movedAway(), 'end').until('2026-10-11').applied('end')).toBe(
      true,
    );
  });

  it('6.16(4) for an inpatient pathway-closed is refused unless it names a duplicateOf', () => {
    const inHospital = () => adult().hear('2026-10-01', admitted());
    expect(inHospital().hear('2026-10-10', closed(), 'end').until('2026-10-11').applied('end')).toBe(false);
    expect(
      inHospital()
        .hear('2026-10-10', closed(undefined, { duplicateOf: 'ABCD-EFGH' }), 'end')
        .until('2026-10-11')
        .applied('end'),
    ).toBe(true);
    expect(
      inHospital()
        .hear('2026-10-08', held('r', 'discharge-cetr'))
        .hear('2026-10-08', discharged())
        .hear('2026-10-10', closed(), 'end')
        .until('2026-10-11')
        .applied('end'),
    ).toBe(true);
  });
});
