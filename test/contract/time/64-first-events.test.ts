import {
  admitted,
  agreed,
  closed,
  consent,
  corrected,
  diagnosed,
  died,
  eligible,
  excused,
  held,
  movedAway,
  rated,
  referred,
  refused,
  requested,
  requestRefused,
  scheduled,
  visited,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { adult, child, story } from '../../support/core/story';

describe('6.4 First events, and new pathways', () => {
  it.each<[string, Said]>([
    ['referral-received', referred()],
    ['eligibility-decided', eligible()],
    ['consent-given', consent('own')],
    ['consent-refused', refused()],
    ['consent-withdrawn', withdrawn()],
    ['contact-wish-recorded', { type: 'contact-wish-recorded', family: 'no' }],
    ['rating-set', rated('amber')],
    ['meeting-scheduled', scheduled('m', 'mam', '2026-10-20')],
    ['meeting-held', held('m', 'laep')],
    ['action-agreed', agreed('a', '2026-10-20')],
    ['admitted', admitted()],
    ['diagnosis-confirmed', diagnosed('autism')],
    ['birth-date-recorded', { type: 'birth-date-recorded', bornOn: '1990-05-06' }],
    ['review-requested', requested()],
    ['review-refused', requestRefused()],
    ['deadline-excused', excused('mam')],
    ['keyworker-assigned', { type: 'keyworker-assigned' }],
    ['transition-planned', { type: 'transition-planned' }],
    ['adopted', { type: 'adopted' }],
    ['person-died', died()],
    ['moved-away', movedAway()],
    ['pathway-closed', closed()],
  ])('6.4(1) any event may be the first of a pathway: %s', (_type, event) => {
    const told = adult().hear('2026-10-01', event, 'first').until('2026-10-01');
    expect(told.applied('first')).toBe(true);
    expect(told.lines.every((line) => line.pathway === 1)).toBe(true);
  });

  it('6.4(1) an admission as the first event starts its clocks and waits for a decision', () => {
    const told = adult().hear('2026-10-01', admitted()).until('2026-10-02');
    expect(told.owed()).toEqual([
      'eligibility-decision no date open',
      'oversight-visit 2026-11-26 open',
      'post-admission-cetr 2026-10-29 open',
    ]);
  });

  it('6.4(2) a further referral on an open pathway is accepted and changes nothing', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-05', referred({ suggestedRating: 'red' }), 'more')
      .until('2026-10-06');
    expect(told.applied('more')).toBe(true);
    expect(told.deadlinesAt('2026-10-05 10:00')).toEqual([]);
    expect(told.ratings()).toEqual(['2026-10-01 10:00 amber']);
    expect(told.lines.filter((line) => line.pathway !== 1)).toEqual([]);
  });

  describe('6.4(3)', () => {
    const ended = () => adult().onRegister('2026-09-01').hear('2026-10-01', rated('amber')).hear('2026-10-10', movedAway(), 'end');

    it.each<[string, Said]>([
      ['an admission', admitted()],
      ['a referral', referred()],
      ['an LAEP held', held('laep-1', 'laep')],
    ])('6.4(3) after an end, %s opens a new pathway under the same register id', (_what, event) => {
      const told = ended().hear('2026-10-15', event, 'again').until('2026-10-16');
      const applied = told.lines.find((line) => line.what === 'event-applied' && line.event === 'again');
      expect(applied?.pathway).toBe(2);
      expect(told.owed('eligibility-decision')).toEqual(['eligibility-decision no date open']);
    });

    it('6.4(3) it must be dated on or after the end', () => {
      expect(ended().hear('2026-10-12', admitted('2026-10-09'), 'again').until('2026-10-13').applied('again')).toBe(false);
      expect(ended().hear('2026-10-12', admitted('2026-10-10'), 'again').until('2026-10-13').applied('again')).toBe(true);
      expect(
        ended()
          .hear('2026-10-12', referred({ on: '2026-10-09' }), 'again')
          .until('2026-10-13')
          .applied('again'),
      ).toBe(false);
    });

    it('6.4(3) nothing follows a death', () => {
      const told = adult()
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-10', died())
        .hear('2026-10-12', referred(), 'ref')
        .hear('2026-10-12', admitted(), 'adm')
        .until('2026-10-13');
      expect([told.applied('ref'), told.applied('adm')]).toEqual([false, false]);
    });

    it('6.4(3) the record is empty: rating none, consent and diagnosis anew', () => {
      const told = ended().hear('2026-10-15', referred()).until('2026-10-16');
      expect(told.summary.rating).toBeNull();
      const rerated = ended().hear('2026-10-15', referred()).hear('2026-10-16', rated('amber')).until('2026-10-17');
      expect(rerated.summary.rating).toBe('amber');
      expect(rerated.owed('mam')).toEqual([]);
      // Ruled out in the first pathway; in the second nothing is known, so that the clocks run.
      const unknown = adult()
        .hear('2026-10-01', diagnosed('none'))
        .hear('2026-10-10', closed())
        .hear('2026-10-15', admitted())
        .until('2026-10-16');
      expect(unknown.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-11-12 open']);
    });

    it('6.4(3) meetings and actions start anew', () => {
      const told = adult()
        .hear('2026-10-01', agreed('a', '2026-10-30'))
        .hear('2026-10-01', scheduled('m', 'mam', '2026-10-30'))
        .hear('2026-10-10', closed())
        .hear('2026-10-15', referred())
        .hear('2026-10-16', { type: 'action-done', action: 'a' }, 'done')
        .hear('2026-10-16', { type: 'meeting-cancelled', meeting: 'm' }, 'cancel')
        .until('2026-10-17');
      expect([told.applied('done'), told.applied('cancel')]).toEqual([false, false]);
    });

    it('6.4(3) it takes over the birth date', () => {
      expect(
        child()
          .hear('2026-10-01', referred())
          .hear('2026-10-10', closed())
          .hear('2026-10-15', admitted())
          .until('2026-10-16')
          .owed('post-admission-cetr'),
      ).toEqual(['post-admission-cetr 2026-10-29 open']);
      const recorded = story()
        .hear('2026-10-01', { type: 'birth-date-recorded', bornOn: '1990-05-05' })
        .hear('2026-10-10', closed())
        .hear('2026-10-15', admitted());
      expect(recorded.until('2026-10-16').owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-11-12 open']);
    });

    it('6.4(3) a third pathway may follow the second', () => {
      const told = ended()
        .hear('2026-10-15', referred())
        .hear('2026-10-20', closed())
        .hear('2026-10-25', referred(), 'third')
        .until('2026-10-26');
      expect(told.lines.find((line) => line.what === 'event-applied' && line.event === 'third')?.pathway).toBe(3);
      expect(told.owed()).toEqual(['eligibility-decision no date open']);
    });
  });

  it.each<[string, Said]>([
    ['rating-set', rated('red', '2026-10-05')],
    ['consent-given', consent('own', ['register'], { on: '2026-10-01' })],
    ['visit-held', visited('2026-10-02')],
    ['meeting-held that is no LAEP', held('m', 'mam', '2026-10-05')],
    ['diagnosis-confirmed', diagnosed('autism')],
    ['moved-away', movedAway()],
  ])('6.4(4) every other event but a correction is then refused, whatever its day: %s', (_type, event) => {
    const told = adult()
      .hear('2026-09-01', rated('amber'))
      .hear('2026-10-10', closed(), 'end')
      .hear('2026-10-15', event, 'probe')
      .until('2026-10-16');
    expect(told.refusal('probe')).toBe('pathway-ended');
  });

  it('6.4(5) taking back an ending is refused once a later pathway has been opened', () => {
    const told = adult()
      .hear('2026-10-01', referred())
      .hear('2026-10-10', closed(), 'end')
      .hear('2026-10-15', referred())
      .hear('2026-10-16', corrected('end'), 'cor')
      .until('2026-10-17');
    expect(told.applied('cor')).toBe(false);
  });

  it('6.4(6) an event id is unique across all pathways: a correction finds the event of an earlier one', () => {
    const told = adult()
      .hear('2026-10-01', referred(), 'first')
      .hear('2026-10-05', rated('amber'), 'rating')
      .hear('2026-10-10', closed())
      .hear('2026-10-15', referred(), 'second')
      .hear('2026-10-16', corrected('rating'), 'cor')
      .until('2026-10-17');
    const line = told.lines.find((one) => one.what === 'event-applied' && one.event === 'cor');
    expect(line?.pathway).toBe(1);
  });

  it('6.4(6) an event id heard in one pathway is never applied a second time in another', () => {
    const twice = () =>
      adult()
        .hear('2026-10-01', referred(), 'same')
        .hear('2026-10-10', closed())
        .hear('2026-10-15', referred(), 'same')
        .until('2026-10-16')
        .lines.filter((line) => line.what === 'event-applied' && line.event === 'same').length;
    let applied = 1;
    try {
      applied = twice();
    } catch (error) {
      // A scenario that uses an id twice may be turned away as a whole.
      expect(String(error)).toMatch(/same/);
    }
    expect(applied).toBe(1);
  });
});
