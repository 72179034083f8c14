import {
  admitted,
  agreed,
  corrected,
  details,
  discharged,
  eligible,
  excused,
  held,
  rated,
  redated,
  scheduled,
  transferred,
  visited,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

describe('6.2 Facts heard out of order', () => {
  const inHospital = () => adult().hear('2026-10-01', admitted(), 'adm');

  it('6.2(1) the deadlines are the same in whichever order two reviews are heard', () => {
    const first = held('r1', 'post-admission-cetr', '2026-10-20');
    const second = held('r2', 'inpatient-cetr', '2026-11-10');
    const told = inHospital().hear('2026-11-10', second).hear('2026-11-12', first).until('2026-11-13');
    // The review of 10 November was at first the one that satisfied the post-admission deadline; in truth it was the second.
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-05-10 open']);
    expect(told.owed('post-admission-cetr')).toEqual([]);
    const straight = inHospital().hear('2026-11-12', first).hear('2026-11-12T10:01', second).until('2026-11-13');
    expect(straight.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-05-10 open']);
  });

  it('6.2(1) the rating is that of the event that was true last, not of the one heard last', () => {
    const told = adult()
      .hear('2026-10-10', rated('red', '2026-10-10'))
      .hear('2026-10-12', rated('amber', '2026-10-05'), 'late')
      .until('2026-10-13');
    expect(told.applied('late')).toBe(true);
    expect(told.ratings()).toEqual(['2026-10-10 10:00 red']);
    expect(told.summary.rating).toBe('red');
  });

  it('6.2(1) on one day, the order of hearing counts', () => {
    const told = adult().hear('2026-10-10T10:00', rated('red')).hear('2026-10-10T11:00', rated('amber')).until('2026-10-13');
    expect(told.summary.rating).toBe('amber');
    const late = adult()
      .hear('2026-10-12T10:00', rated('amber', '2026-10-10'))
      .hear('2026-10-12T11:00', rated('red', '2026-10-10'))
      .until('2026-10-13');
    expect(late.summary.rating).toBe('red');
  });

  it('6.2(1) meeting-scheduled, deadline-excused and action-redated take their place by when they were heard', () => {
    const meeting = adult()
      .hear('2026-10-01', scheduled('m', 'mam', '2026-10-30'))
      .hear('2026-10-02', scheduled('m', 'mam', '2026-10-15'))
      .until('2026-10-03');
    expect(meeting.owed('meeting-outcome')).toEqual(['meeting-outcome 2026-10-17 open']);
    const action = adult()
      .hear('2026-10-01', agreed('a', '2026-10-30'))
      .hear('2026-10-08', redated('a', '2026-11-20', '2026-10-08'))
      .hear('2026-10-09', redated('a', '2026-11-10', '2026-10-02'))
      .until('2026-10-10');
    expect(action.owed('action')).toEqual(['action 2026-11-10 open']);
    // An excuse heard on the 12th, though dated before the review of the 8th: what it names is the clock that is open when it is heard.
    const excuse = inHospital()
      .hear('2026-10-08', held('r', 'post-admission-cetr'))
      .hear('2026-10-12', excused('inpatient-cetr', '2026-10-05'))
      .until('2026-10-13');
    expect(excuse.course('inpatient-cetr').slice(0, 2)).toEqual([
      '2026-10-08 10:00 opened 2027-04-08',
      '2026-10-12 10:00 excused 2027-04-08',
    ]);
  });

  it('6.2(1) what was superseded by an event heard first on a day stays superseded', () => {
    const told = inHospital()
      .hear('2026-10-20T10:00', discharged())
      .hear('2026-10-20T15:00', held('r', 'post-admission-cetr'), 'review')
      .until('2026-10-22');
    expect(told.applied('review')).toBe(true);
    expect(told.course('inpatient-cetr')).toEqual([]);
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-20 10:00 superseded 2026-10-29']);
  });

  it('6.2(2) a deadline that by a fact heard late never ran is superseded, even if it had been missed', () => {
    const told = adult('llr-2023')
      .onRegister('2026-09-21')
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-20', withdrawn(undefined, { on: '2026-09-25' }))
      .until('2026-10-21');
    expect(told.course('mam')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-16 00:00 missed 2026-10-15',
      '2026-10-20 10:00 superseded 2026-10-15',
    ]);
    expect(told.owed('mam')).toEqual([]);
  });

  describe('6.2(3)', () => {
    const answers = (event: Said, before: [string, Said][]) => {
      const told = before.reduce((so, [at, one]) => so.hear(at, one), adult()).hear('2026-11-20', event, 'probe');
      return told.until('2026-11-21').applied('probe');
    };
    const stay: [string, Said][] = [['2026-10-01', admitted()]];
    const past: [string, Said][] = [...stay, ['2026-10-20', discharged()]];
    const moved: [string, Said][] = [...stay, ['2026-10-10', transferred(undefined, 'low')]];

    it('6.2(3) refuses an admission before the end of the last stay, or while an inpatient', () => {
      expect(answers(admitted(), stay)).toBe(false);
      expect(answers(admitted('2026-10-15'), past)).toBe(false);
      expect(answers(admitted('2026-09-01'), past)).toBe(false);
      expect(answers(admitted('2026-10-21'), past)).toBe(true);
    });

    it('6.2(3) refuses a transfer or a discharge before the admission or outside a stay', () => {
      expect(answers(transferred('2026-09-30', 'low'), stay)).toBe(false);
      expect(answers(discharged('2026-09-30'), stay)).toBe(false);
      expect(answers(transferred('2026-10-25', 'low'), past)).toBe(false);
      expect(answers(discharged('2026-10-25'), past)).toBe(false);
      expect(answers(transferred(undefined, 'low'), [['2026-10-01', eligible()]])).toBe(false);
      expect(answers(discharged(), [['2026-10-01', eligible()]])).toBe(false);
      expect(answers(transferred('2026-10-01', 'low'), stay)).toBe(true);
      expect(answers(discharged('2026-10-01'), stay)).toBe(true);
    });

    it('6.2(3) refuses a discharge before a transfer, visit or C(E)TR recorded in that stay', () => {
      expect(answers(discharged('2026-10-09'), moved)).toBe(false);
      expect(answers(discharged('2026-10-10'), moved)).toBe(true);
      expect(answers(discharged('2026-10-09'), [...stay, ['2026-10-10', visited()]])).toBe(false);
      expect(answers(discharged('2026-10-09'), [...stay, ['2026-10-10', held('r', 'inpatient-cetr')]])).toBe(false);
    });

    it('6.2(3) leave, legal status and details count like visits', () => {
      expect(answers(discharged('2026-10-09'), [...stay, ['2026-10-10', { type: 'leave-began' }]])).toBe(false);
      expect(
        answers(discharged('2026-10-09'), [
          ...stay,
          ['2026-10-10', { type: 'leave-began', on: '2026-10-08' }],
          ['2026-10-11', { type: 'leave-ended' }],
        ]),
      ).toBe(false);
      expect(answers(discharged('2026-10-09'), [...stay, ['2026-10-10', { type: 'legal-status-changed', detained: true }]])).toBe(false);
      // Details that complete a transfer of the 10th.
      expect(answers(discharged('2026-10-09'), [...moved, ['2026-10-12', details('2026-10-10', 'medium')]])).toBe(false);
    });

    it('6.2(3) refuses a transfer on the day of a discharge already heard', () => {
      expect(answers(transferred('2026-10-20', 'low'), past)).toBe(false);
      expect(answers(transferred('2026-10-19', 'low'), past)).toBe(true);
    });

    it('6.2(3) refuses leave, legal status or details outside a stay', () => {
      for (const history of [past, [['2026-10-01', eligible()] as [string, Said]]]) {
        expect(answers({ type: 'leave-began' }, history)).toBe(false);
        expect(answers({ type: 'leave-ended' }, history)).toBe(false);
        expect(answers({ type: 'legal-status-changed', detained: true }, history)).toBe(false);
        expect(answers(details('2026-11-20', 'low'), history)).toBe(false);
      }
      expect(answers({ type: 'leave-began' }, stay)).toBe(true);
    });

    it('6.2(3) refuses details that complete no admission or transfer of that day', () => {
      expect(answers(details('2026-10-02', 'low'), stay)).toBe(false);
      expect(answers(details('2026-10-01', 'low'), stay)).toBe(true);
      expect(answers(details('2026-10-10', 'medium'), moved)).toBe(true);
    });

    it('6.2(3) what is refused leaves everything as it was', () => {
      const told = adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-12', visited('2026-10-10'))
        .hear('2026-10-20', discharged('2026-10-05'), 'probe')
        .until('2026-10-21');
      expect(told.applied('probe')).toBe(false);
      expect(told.deadlinesAt('2026-10-20 10:00')).toEqual([]);
      expect(told.summary.rating).toBe('blue');
    });
  });

  it('6.2(4) only "due at once" goes by when it was heard', () => {
    const told = adult()
      .hear('2026-10-26', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-27');
    expect(told.course('cetr-arrangements')).toEqual(['2026-10-26 10:00 opened 2026-10-26']);
    // An admission heard three weeks late has its review counted from the admission all the same.
    const late = adult().hear('2026-10-22', admitted('2026-10-01')).until('2026-10-23');
    expect(late.course('post-admission-cetr')).toEqual(['2026-10-22 10:00 opened 2026-10-29']);
  });

  it('6.2(4) an admission heard after its review was due is opened, and missed', () => {
    const told = adult().hear('2026-11-05', admitted('2026-10-01')).until('2026-11-06');
    expect(told.course('post-admission-cetr')).toEqual(['2026-11-05 10:00 opened 2026-10-29', '2026-11-05 10:00 missed 2026-10-29']);
  });

  it('6.2(5) a deadline whose date changes stays one deadline and moves', () => {
    const told = story()
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', { type: 'birth-date-recorded', bornOn: '1990-05-05' })
      .until('2026-10-06');
    expect(told.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-05 10:00 moved 2026-10-29 from 2026-10-15',
    ]);
    expect(told.ids('post-admission-cetr')).toHaveLength(1);
  });

  it('6.2(5) one that was missed, met or late gives then the line of its new state', () => {
    const born: Said = { type: 'birth-date-recorded', bornOn: '1990-05-05' };
    const missed = story().hear('2026-10-01', admitted()).hear('2026-10-20', born).until('2026-10-21');
    expect(missed.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-16 00:00 missed 2026-10-15',
      '2026-10-20 10:00 moved 2026-10-29 from 2026-10-15',
      '2026-10-20 10:00 opened 2026-10-29',
    ]);
    const late = story()
      .hear('2026-10-01', admitted())
      .hear('2026-10-19', held('r', 'post-admission-cetr'))
      .hear('2026-10-20', born)
      .until('2026-10-21');
    expect(late.course('post-admission-cetr').slice(0, 3)).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-16 00:00 missed 2026-10-15',
      '2026-10-19 10:00 late 2026-10-15',
    ]);
    expect(late.course('post-admission-cetr').slice(3).toSorted()).toEqual([
      '2026-10-20 10:00 met 2026-10-29',
      '2026-10-20 10:00 moved 2026-10-29 from 2026-10-15',
    ]);
    const met = adult()
      .hear('2026-10-01', admitted(), 'adm')
      .hear('2026-10-14', held('r', 'post-admission-cetr'))
      .hear('2026-10-20', corrected('adm', admitted('2026-09-01')))
      .until('2026-10-21');
    expect(met.course('post-admission-cetr').slice(0, 2)).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
      '2026-10-14 10:00 met 2026-10-29',
    ]);
    expect(met.course('post-admission-cetr').slice(2).toSorted()).toEqual([
      '2026-10-20 10:00 late 2026-09-29',
      '2026-10-20 10:00 moved 2026-09-29 from 2026-10-29',
    ]);
  });
});
