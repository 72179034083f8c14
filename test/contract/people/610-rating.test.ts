import { admitted, consent, discharged, eligible, held, rated, referred, withdrawn } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.10 Rating', () => {
  it('6.10(1) none until the first rating-set or admission; suggestedRating sets none', () => {
    const told = adult()
      .hear('2026-10-01', referred({ suggestedRating: 'red' }))
      .hear('2026-10-02', eligible())
      .until('2026-10-03');
    expect(told.ratings()).toEqual([]);
    expect(told.summary.rating).toBeNull();
    expect(adult().hear('2026-10-01', referred()).hear('2026-10-02', rated('green')).until('2026-10-03').summary.rating).toBe('green');
    expect(adult().hear('2026-10-01', admitted()).until('2026-10-03').summary.rating).toBe('blue');
  });

  it('6.10(2) blue from every admission, amber from every discharge', () => {
    const told = adult()
      .hear('2026-09-01', rated('red'))
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', discharged())
      .hear('2026-10-20', admitted())
      .hear('2026-10-25', discharged())
      .until('2026-10-26');
    expect(told.ratings()).toEqual([
      '2026-09-01 10:00 red',
      '2026-10-01 10:00 blue',
      '2026-10-10 10:00 amber',
      '2026-10-20 10:00 blue',
      '2026-10-25 10:00 amber',
    ]);
  });

  it('6.10(2) with or without consent or diagnosis', () => {
    const told = adult()
      .hear('2026-09-01', eligible('none'))
      .hear('2026-09-02', withdrawn())
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', discharged())
      .until('2026-10-11');
    expect(told.ratings()).toEqual(['2026-10-01 10:00 blue', '2026-10-10 10:00 amber']);
  });

  it('6.10(2) an admission or discharge heard of late takes its place by its day', () => {
    const told = adult().hear('2026-10-05', rated('green')).hear('2026-10-08', admitted('2026-10-01')).until('2026-10-09');
    // In truth the person was an inpatient from 1 October on, and is.
    expect(told.summary.rating).toBe('blue');
  });

  it('6.10(3) rating-set is refused for blue', () => {
    expect(adult().hear('2026-10-01', rated('blue'), 'blue').until('2026-10-02').applied('blue')).toBe(false);
  });

  it('6.10(3) and for one who was an inpatient on its day', () => {
    const stay = () => adult().hear('2026-10-01', admitted()).hear('2026-10-10', discharged());
    expect(adult().hear('2026-10-01', admitted()).hear('2026-10-05', rated('red'), 'rating').until('2026-10-06').applied('rating')).toBe(
      false,
    );
    expect(stay().hear('2026-10-20', rated('red', '2026-10-05'), 'rating').until('2026-10-21').applied('rating')).toBe(false);
    expect(stay().hear('2026-10-20', rated('red', '2026-09-30'), 'rating').until('2026-10-21').applied('rating')).toBe(true);
    expect(stay().hear('2026-10-20', rated('red', '2026-10-11'), 'rating').until('2026-10-21').applied('rating')).toBe(true);
  });

  it('6.10(3) the rating is that of the last event in the order of 6.2(1)', () => {
    const told = adult().hear('2026-10-01', admitted()).hear('2026-10-05', rated('red', '2026-09-20'), 'before').until('2026-10-06');
    expect(told.applied('before')).toBe(true);
    expect(told.summary.rating).toBe('blue');
    expect(told.ratings()).toEqual(['2026-10-01 10:00 blue']);
  });

  describe('6.10(4)', () => {
    const onRegister = () => adult().onRegister('2026-09-01');

    it('6.10(4) set means becomes: the rating already in force opens nothing', () => {
      const told = onRegister()
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-02', held('m', 'mam', undefined, 'stand-down'))
        .hear('2026-10-05', rated('amber'))
        .until('2026-10-06');
      expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened no date', '2026-10-02 10:00 met no date']);
      expect(told.ratings()).toEqual(['2026-10-01 10:00 amber']);
      const red = onRegister()
        .hear('2026-10-01', rated('red'))
        .hear('2026-10-02', held('m', 'community-cetr'))
        .hear('2026-10-05', rated('red'))
        .until('2026-10-06');
      expect(red.course('community-cetr')).toEqual(['2026-10-01 10:00 opened no date', '2026-10-02 10:00 met no date']);
    });

    it('6.10(4) set again after another rating it opens anew', () => {
      const told = onRegister()
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-02', held('m', 'mam', undefined, 'stand-down'))
        .hear('2026-10-05', rated('green'))
        .hear('2026-10-08', rated('amber'))
        .until('2026-10-09');
      expect(told.course('mam').at(-1)).toBe('2026-10-08 10:00 opened no date');
    });

    it('6.10(4) at most one mam and one community-cetr is open', () => {
      const told = onRegister()
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-02', rated('red'))
        .hear('2026-10-03', rated('amber'))
        .hear('2026-10-05', rated('red'))
        .until('2026-10-06');
      expect(told.owed()).toEqual(['community-cetr no date open', 'consent-renewal 2027-09-01 open', 'mam no date open']);
      expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened no date']);
      expect(told.course('community-cetr')).toEqual(['2026-10-02 10:00 opened no date']);
    });

    it('6.10(4) a MAM that escalates opens no second community-cetr', () => {
      const told = onRegister()
        .hear('2026-10-01', rated('red'))
        .hear('2026-10-02', held('m', 'mam', undefined, 'escalate'))
        .until('2026-10-03');
      expect(told.owed('community-cetr')).toEqual(['community-cetr no date open']);
      expect(told.course('community-cetr')).toHaveLength(1);
    });
  });

  describe('6.10(5)', () => {
    it('6.10(5) without consent to the register a rating is accepted and opens nothing', () => {
      const told = adult()
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', rated('amber'), 'amber')
        .hear('2026-10-02', rated('red'), 'red')
        .until('2026-10-03');
      expect([told.applied('amber'), told.applied('red')]).toEqual([true, true]);
      expect([...told.course('mam'), ...told.course('community-cetr')]).toEqual([]);
      expect(told.summary.rating).toBe('red');
    });

    it('6.10(5) consent that ends a time without, given while amber or red, opens mam or community-cetr from that day', () => {
      const amber = adult('llr-2023')
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-05', consent('own'))
        .until('2026-10-06');
      expect(amber.course('mam')).toEqual(['2026-10-05 10:00 opened 2026-10-19']);
      const red = adult('llr-2023')
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', rated('red'))
        .hear('2026-10-05', consent('own'))
        .until('2026-10-06');
      expect(red.course('community-cetr')).toEqual(['2026-10-05 10:00 opened 2026-10-19']);
      expect(red.course('mam')).toEqual([]);
      const green = adult('llr-2023')
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', rated('green'))
        .hear('2026-10-05', consent('own'))
        .until('2026-10-06');
      expect([...green.course('mam'), ...green.course('community-cetr')]).toEqual([]);
    });

    it('6.10(5) consent to the register only, and only where it ends a time without', () => {
      const other = adult('llr-2023')
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-05', consent('own', ['meeting', 'use']))
        .until('2026-10-06');
      expect(other.course('mam')).toEqual([]);
      const renewed = adult('llr-2023')
        .onRegister('2026-09-01')
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-02', held('m', 'mam', undefined, 'stand-down'))
        .hear('2026-10-05', consent('own'))
        .until('2026-10-06');
      expect(renewed.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-02 10:00 met 2026-10-15']);
      const again = adult('llr-2023')
        .onRegister('2026-09-01')
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-02', withdrawn(['register']))
        .hear('2026-10-20', consent('own'))
        .until('2026-10-21');
      expect(again.course('mam')).toEqual([
        '2026-10-01 10:00 opened 2026-10-15',
        '2026-10-02 10:00 superseded 2026-10-15',
        '2026-10-20 10:00 opened 2026-11-03',
      ]);
    });
  });

  it('6.10(6) a change of rating supersedes neither', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-02', rated('red'))
      .hear('2026-10-05', rated('green'))
      .until('2026-10-06');
    expect(told.owed()).toEqual(['community-cetr no date open', 'consent-renewal 2027-09-01 open', 'mam no date open']);
  });

  it('6.10(6) a MAM held in hospital opens nothing', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', held('m1', 'mam', undefined, 'continue'), 'm1')
      .hear('2026-10-06', held('m2', 'mam', undefined, 'escalate'), 'm2')
      .until('2026-10-07');
    expect([told.applied('m1'), told.applied('m2')]).toEqual([true, true]);
    expect([...told.course('mam'), ...told.course('community-cetr')]).toEqual([]);
  });
});
