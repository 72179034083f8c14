import { consent, eligible, notEligible, referred, type Said, watch } from '../../support/core/facts';
import { tellCore, type Told } from '../../support/core/core';

const ON_REGISTER: Told[] = [
  { id: 'ref', at: '2026-09-01T09:00:00Z', events: [referred({ source: 'professional' })] },
  { id: 'elig', at: '2026-09-01T10:00:00Z', events: [eligible()] },
  { id: 'cons', at: '2026-09-01T11:00:00Z', events: [consent('own')] },
];

/** The notices, requests and refusals that came of the events from a day on: `admitted → commissioner (adm)`. */
function wants(told: readonly Told[], { from = '2026-09-02', until = '2026-10-03T23:00:00Z', bornOn = '1990-01-01' } = {}): string[] {
  const { lines } = tellCore({ bornOn }, told, until);
  return lines
    .filter(({ at }) => at >= Date.parse(`${from}T00:00:00Z`))
    .flatMap((line) => {
      // It goes with every request, and has a test of its own.
      if (line.what === 'notice' && line.notice === 'meeting-to-arrange') return [];
      if (line.what === 'notice')
        return [`${line.notice} → ${line.audience} (${line.event ?? line.deadline}${line.meeting ? ` ${line.meeting}` : ''})`];
      return line.what === 'meeting-requested' ? [`request ${line.kind}`] : [];
    });
}

let number = 0;
const heard = (day: string, event: Said, id = `e${(number += 1)}`): Told => ({ id, at: `2026-${day}T12:00:00Z`, events: [event] });
const scheduled = (on: string, invited: string[], more: object = {}): Extract<Said, { type: 'meeting-scheduled' }> => ({
  type: 'meeting-scheduled',
  meeting: 'm1',
  kind: 'mam',
  on,
  invited,
  ...more,
});
const admission: Said = { type: 'admitted', security: 'non-secure', detained: false, planned: false };

describe('what a referral and its decision call for', () => {
  test.each([
    ['self', 'person'],
    ['professional', 'referrer'],
    ['family', 'referrer'],
    ['flag', 'referrer'],
  ] as const)('a referral by %s is acknowledged to the %s', (source, audience) => {
    expect(wants([heard('10-01', referred({ source }), 'ref')])).toEqual([
      `referral-acknowledged → ${audience} (ref)`,
      'referral-received → team (ref)',
    ]);
  });

  test('one that suggests red, and a change to be looked at today, are for on-call as well', () => {
    expect(wants([heard('10-01', referred({ suggestedRating: 'red' }), 'ref')])).toContain('urgent-received → on-call (ref)');
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'change-reported', source: 'self', urgency: 'today' }, 'ch')])).toContain(
      'urgent-received → on-call (ch)',
    );
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'change-reported', source: 'self', urgency: 'this-week' }, 'ch')])).not.toContain(
      'urgent-received → on-call (ch)',
    );
  });

  const outcome = ['not-eligible → chosen-contacts (no)', 'not-eligible → person (no)', 'not-eligible → referrer (no)'];
  test('not eligible: the outcome is told', () => {
    expect(wants([ON_REGISTER[0] as Told, heard('10-01', notEligible(), 'no')])).toEqual(outcome);
  });

  test('to watch, and look again: the outcome is told', () => {
    expect(wants([ON_REGISTER[0] as Told, heard('10-01', watch('2026-10-30', 'none'), 'no')])).toEqual(outcome);
  });
});

describe('what a rating and a stay call for', () => {
  test('amber asks for a MAM; red asks for a community C(E)TR and tells the director', () => {
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'rating-set', rating: 'amber', reason: 'x' }, 'am')])).toEqual([
      'request mam',
      'rating-changed → keyworker (am)',
      'rating-changed → team (am)',
    ]);
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'rating-set', rating: 'red', reason: 'x' }, 'rd')])).toEqual([
      'request community-cetr',
      'rating-changed → director (rd)',
      'rating-changed → keyworker (rd)',
      'rating-changed → team (rd)',
    ]);
  });

  test('the rating that is in force already, and one without consent, tell nobody', () => {
    const amber: Said = { type: 'rating-set', rating: 'amber', reason: 'x' };
    expect(
      wants([...ON_REGISTER, heard('09-01', amber), heard('10-01', amber)], { from: '2026-10-01', until: '2026-10-01T13:00:00Z' }),
    ).toEqual([]);
    expect(wants(ON_REGISTER.slice(0, 2).concat(heard('10-01', amber)), { from: '2026-10-01', until: '2026-10-01T13:00:00Z' })).toEqual([]);
  });

  test('an admission: commissioner and team, with the C(E)TR to arrange; then the discharge', () => {
    expect(wants([...ON_REGISTER, heard('10-01', admission, 'adm'), heard('10-02', { type: 'discharged' }, 'dis')])).toEqual([
      'request post-admission-cetr',
      'admitted → commissioner (adm)',
      'admitted → team (adm)',
      'rating-changed → keyworker (adm)',
      'request mam',
      'discharged → commissioner (dis)',
      'discharged → keyworker (dis)',
      'discharged → team (dis)',
      'rating-changed → keyworker (dis)',
    ]);
  });

  test('a stay that is past when it is heard of is no news', () => {
    const batch: Told = {
      id: 'b',
      at: '2026-10-01T12:00:00Z',
      events: [
        { ...admission, on: '2026-01-01' },
        { type: 'discharged', on: '2026-02-01' },
      ],
    };
    expect(wants([...ON_REGISTER, heard('09-05', admission, 'adm'), batch]).filter((line) => line.includes('b/'))).toEqual([]);
  });

  test('a request for a review asks for the kind that fits where the person is', () => {
    const request: Said = { type: 'review-requested', by: 'family', reason: 'x' };
    expect(wants([...ON_REGISTER, heard('10-01', request)])).toEqual(['request community-cetr']);
    expect(
      wants([...ON_REGISTER, heard('09-01', admission), heard('10-01', request)], { from: '2026-10-01', until: '2026-10-01T13:00:00Z' }),
    ).toEqual(['request inpatient-cetr']);
  });

  test('a refused admission, discharge, death or withdrawal alerts who is on call', () => {
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'discharged' }, 'bad')])).toEqual(['event-refused → on-call (bad)']);
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'visit-held' }, 'bad')])).toEqual([]);
  });
});

describe('what a request and a review call for', () => {
  const of = (told: readonly Told[]) =>
    tellCore({ bornOn: '1990-01-01' }, [...ON_REGISTER, ...told], '2026-10-03T23:00:00Z').lines.flatMap((line) =>
      line.what === 'notice' && ['meeting-to-arrange', 'feedback-asked'].includes(line.notice)
        ? [`${line.notice} → ${line.audience} (${line.deadline})`]
        : [],
    );

  test('somebody is asked to arrange what is asked for, unless it is booked already', () => {
    const amber = heard('10-01', { type: 'rating-set', rating: 'amber', reason: 'x' }, 'am');
    expect(of([amber])).toEqual(['meeting-to-arrange → team (mam:am)']);
    expect(of([heard('09-30', scheduled('2026-10-20', ['panel'])), amber])).toEqual([]);
  });

  test('after a C(E)TR the person is asked how it was', () => {
    const told = [
      heard('09-20', scheduled('2026-09-30', [], { kind: 'community-cetr' })),
      heard('09-30', { type: 'meeting-held', meeting: 'm1', kind: 'community-cetr', outcome: 'stay-in-community' }),
    ];
    expect(of(told)).toEqual([expect.stringMatching(/^feedback-asked → person \(cetr-feedback:/)]);
    expect(of([heard('09-30', { type: 'meeting-held', meeting: 'm2', kind: 'mam', outcome: 'stand-down' })])).toEqual([]);
  });
});

describe('what a meeting calls for', () => {
  const invited = ['panel', 'mum', 'person'];
  const first = heard('10-01', scheduled('2026-10-20', invited), 's1');
  const after = (...told: Told[]) => wants([...ON_REGISTER, first, ...told], { from: '2026-10-02' });

  test('scheduled: an invitation to each who is invited; contacts go under chosen-contacts', () => {
    expect(wants([...ON_REGISTER, first])).toEqual([
      'meeting-invitation → chosen-contacts (s1 m1)',
      'meeting-invitation → panel (s1 m1)',
      'meeting-invitation → person (s1 m1)',
    ]);
  });

  test('another day: those who stay hear of the change, the new are invited, who is gone hears that it is off for them', () => {
    expect(after(heard('10-02', scheduled('2026-10-21', ['panel', 'provider']), 's2'))).toEqual([
      'meeting-cancelled → chosen-contacts (s2 m1)',
      'meeting-cancelled → person (s2 m1)',
      'meeting-changed → panel (s2 m1)',
      'meeting-invitation → provider (s2 m1)',
    ]);
  });

  test('cancelled: all hear; held: nobody does', () => {
    const off = (['chosen-contacts', 'panel', 'person'] as const).map((audience) => `meeting-cancelled → ${audience} (s2 m1)`);
    expect(after(heard('10-02', { type: 'meeting-cancelled', meeting: 'm1' }, 's2'))).toEqual(off);
    expect(after(heard('10-02', { type: 'meeting-held', meeting: 'm1', kind: 'mam', outcome: 'stand-down' }))).toEqual([]);
    expect(after(heard('10-02', { type: 'corrected', event: 's1', reason: 'x' }, 's2'))).toEqual(off);
  });

  test('a correction of the day is told as a change, under the correction', () => {
    expect(after(heard('10-02', { type: 'corrected', event: 's1', reason: 'x', with: scheduled('2026-10-22', invited) }, 'c'))).toEqual([
      'meeting-changed → chosen-contacts (c m1)',
      'meeting-changed → panel (c m1)',
      'meeting-changed → person (c m1)',
    ]);
  });

  test('a death: professionals alone are told that it is off, and nothing else goes', () => {
    expect(after(heard('10-02', { type: 'person-died' }, 'death'))).toEqual([
      'meeting-cancelled → chosen-contacts (death m1)',
      'meeting-cancelled → panel (death m1)',
    ]);
  });

  test('the end of a pathway takes its booked meetings with it', () => {
    expect(after(heard('10-02', { type: 'pathway-closed', reason: 'x' }, 'end'))).toEqual([
      'meeting-cancelled → chosen-contacts (end m1)',
      'meeting-cancelled → panel (end m1)',
      'meeting-cancelled → person (end m1)',
      'pathway-ended → team (end)',
    ]);
  });

  test('a meeting that is held as the pathway is left is not called off', () => {
    const held: Said = { type: 'meeting-held', meeting: 'm1', kind: 'mam', on: '2026-10-02', outcome: 'stand-down' };
    const left: Told = { ...heard('10-02', held, 'end'), events: [held, { type: 'pathway-closed', reason: 'x' }] };
    expect(after(left)).toEqual([expect.stringMatching(/^pathway-ended → team/)]);
  });
});

describe('what else calls for a notice', () => {
  test('consent: a withdrawal is told; one of what does not stand is not', () => {
    expect(wants([...ON_REGISTER, heard('10-01', { type: 'consent-withdrawn' }, 'w')])).toEqual([
      'consent-withdrawn → commissioner (w)',
      'consent-withdrawn → team (w)',
    ]);
    expect(
      wants([...ON_REGISTER.slice(0, 2), heard('09-05', { type: 'consent-withdrawn' }, 'w')], { until: '2026-09-05T13:00:00Z' }),
    ).toEqual([]);
  });

  test('papers without consent to disclosure: the one who reads for information governance', () => {
    const told = [
      ...ON_REGISTER.slice(0, 2),
      heard('09-01', consent('own', ['register', 'meeting'])),
      heard('10-01', scheduled('2026-10-20', ['panel'], { kind: 'community-cetr' })),
      heard('10-02', { type: 'papers-sent', meeting: 'm1' }, 'papers'),
    ];
    expect(wants(told, { from: '2026-10-02', until: '2026-10-02T13:00:00Z' })).toEqual(['papers-without-consent → manager (papers)']);
  });

  test('a report is told of once; an action agreed, and one that needs a Plan B', () => {
    const told = [
      ...ON_REGISTER,
      heard('09-20', scheduled('2026-09-30', ['panel'], { kind: 'community-cetr' })),
      heard('09-30', { type: 'meeting-held', meeting: 'm1', kind: 'community-cetr', outcome: 'stay-in-community' }),
      heard('10-02', { type: 'report-sent', meeting: 'm1' }, 'r1'),
      heard('10-02', { type: 'report-sent', meeting: 'm1' }, 'r2'),
      heard('10-02', { type: 'action-agreed', action: 'a1', due: '2026-10-20' }, 'a'),
      heard('10-02', { type: 'action-blocked', action: 'a1', planB: 'x' }, 'b'),
    ];
    expect(wants(told, { from: '2026-10-02', until: '2026-10-02T13:00:00Z' })).toEqual([
      'report-sent → panel (r1 m1)',
      'action-agreed → team (a)',
      'action-blocked → commissioner (b)',
      'action-blocked → team (b)',
    ]);
  });

  test('a missed due date: team and commissioner, once', () => {
    const told = [...ON_REGISTER, heard('09-10', { type: 'action-agreed', action: 'a1', due: '2026-09-20' }, 'a')];
    const missed = wants(told, { from: '2026-09-20' });
    expect(missed).toHaveLength(2);
    expect(missed[0]).toMatch(/^deadline-missed → commissioner \(.*action.*\)$/);
    expect(missed[1]).toMatch(/^deadline-missed → team/);
  });

  test('facts of before a take-over tell nobody anything new', () => {
    const told = [
      heard('10-01', { type: 'adopted' }, 'adopted'),
      heard('10-01', { ...referred(), on: '2025-01-01' }),
      heard('10-01', { ...eligible(), on: '2025-01-02' }),
      heard('10-01', { ...consent('own'), on: '2025-12-03' }),
      heard('10-01', { type: 'rating-set', rating: 'amber', reason: 'x', on: '2026-05-01' }),
      heard('10-01', { ...admission, on: '2026-06-01' }),
    ];
    expect(wants(told, { until: '2026-10-01T13:00:00Z' })).toEqual([]);
    expect(
      wants([...told, heard('10-02', { type: 'discharged' }, 'dis')], { from: '2026-10-02', until: '2026-10-02T13:00:00Z' }),
    ).toContain('discharged → team (dis)');
  });
});
