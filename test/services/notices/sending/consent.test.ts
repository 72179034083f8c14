import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { admitted, consent, eligible, referred, withdrawn, type Said } from '../../../support/core/facts';
import { spoken, type Spoken } from '../support/spoken';

/** What rests on a consent or a wish is one look at the core's record, as it stands at the moment of sending. */

const PANEL = 'panel.office@examplevalley.example';
const LEE = 'lee.example@examplevalley.example';
const MUM = 'marigold@family.example';
const INVITED = `${PANEL}: invitation to a meeting`;
let on: Spoken;
afterEach(() => on.strike());
const begin = async (scope: ('register' | 'meeting' | 'use')[], bornOn: string | null = null, more: object = {}): Promise<void> => {
  on = await spoken({ bornOn });
  const given = { ...consent('own', scope), ...more } as Said;
  for (const event of [referred(), eligible(), ...(scope.length > 0 ? [given] : [])])
    await on.hear(event, event === given ? 'consent' : undefined);
  if (bornOn !== null) await on.hear({ type: 'rating-set', rating: 'green', reason: 'x' });
  await on.go();
};
const review = (more: object = {}): Said => ({
  type: 'meeting-scheduled',
  meeting: 'm-1',
  kind: 'community-cetr',
  on: '2026-09-30',
  time: '14:00',
  invited: ['panel'],
  ...more,
});
const became = async (template: string): Promise<string> => (await on.became(template)).map(({ said }) => said).join('; ');

describe('invitations to a review', () => {
  test('to which nobody has consented are held from the first moment, but those to the team and the commissioner; a consent lets them go', async () => {
    await begin(['register']);
    await on.hear(review({ invited: ['panel', 'commissioner'] }));
    expect((await on.became('meeting-invitation', 'book:panel-office')).map(({ said }) => said)).toEqual(['held: no-consent-to-meeting']);
    expect(await on.go()).toEqual([`${LEE}: invitation to a meeting`]);
    expect(await on.go()).toEqual([]);
    await on.hear(consent('own', ['meeting']));
    expect(await on.go()).toEqual([INVITED]);
  });

  test('go where a person releases them; after a refusal only a new consent lets them go', async () => {
    await begin(['register']);
    await on.hear(review());
    const [held] = await on.became('meeting-invitation');
    expect(await releaseNotices(on.database.pool, [held?.key ?? ''], on.now)).toBe(1);
    expect(await on.go()).toEqual([INVITED]);

    await on.hear(review({ meeting: 'm-2' }));
    await on.hear({ type: 'consent-refused', scope: ['meeting'] });
    await on.go();
    const [, second] = await on.became('meeting-invitation');
    expect(second?.said).toBe('held: meeting-refused');
    await releaseNotices(on.database.pool, [second?.key ?? ''], on.now);
    expect(await on.go()).toEqual([]);
    expect((await on.became('meeting-invitation'))[1]?.said).toBe('held: meeting-refused');
    await on.hear(consent('own', ['meeting']));
    expect(await on.go()).toEqual([INVITED]);
  });

  test('wait from the loss of a consent; a consent for another meeting alone does not cover them', async () => {
    await begin(['register', 'meeting']);
    await on.hear(review());
    await on.hear(withdrawn(['meeting']));
    expect(await on.go()).not.toContain(INVITED);
    expect(await became('meeting-invitation')).toBe('held: no-consent-to-meeting');
    await on.hear(review({ meeting: 'm-2' }));
    await on.hear({ ...consent('own', ['meeting']), meeting: 'm-2' } as Said);
    expect(await on.go()).toEqual([INVITED]);
    expect(await on.became('meeting-invitation')).toEqual([
      expect.objectContaining({ said: 'held: no-consent-to-meeting' }),
      expect.objectContaining({ said: 'sent' }),
    ]);
  });

  test('held, and the meeting is off: they fall away, and nobody is told that it is off', async () => {
    await begin(['register']);
    await on.hear(review());
    await on.go();
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    expect(await on.go()).toEqual([]);
    expect(await became('meeting-invitation')).toBe('dropped: meeting-not-planned');
    expect(await became('meeting-cancelled')).toBe('dropped: never-invited');
  });

  test('a withdrawal corrected from use to meeting stops them; corrected the other way, they go', async () => {
    await begin(['register', 'meeting', 'use']);
    await on.hear(review());
    await on.hear(withdrawn(['use']), 'lost');
    await on.hear({ type: 'corrected', event: 'lost', reason: 'x', with: withdrawn(['meeting']) });
    expect(await on.go()).not.toContain(INVITED);
    expect(await became('meeting-invitation')).toBe('held: no-consent-to-meeting');
    await on.hear({ type: 'corrected', event: 'lost', reason: 'x', with: withdrawn(['use']) });
    expect(await on.go()).toContain(INVITED);
  });

  test("a parent's consent ends as the 18th birthday begins: what waits over midnight does not go", async () => {
    await begin(['register', 'meeting'], '2008-09-20', { basis: 'parental-responsibility', assessedOn: '2026-08-30' });
    on.at('2026-09-19T23:50');
    await on.hear(review());
    on.at('2026-09-20T00:00');
    expect(await on.go()).not.toContain(INVITED);
    expect(await became('meeting-invitation')).toBe('held: no-consent-to-meeting');
  });

  test('the same a few minutes before midnight goes', async () => {
    await begin(['register', 'meeting'], '2008-09-20', { basis: 'parental-responsibility', assessedOn: '2026-08-30' });
    on.at('2026-09-19T23:50');
    await on.hear(review());
    expect(await on.go()).toContain(INVITED);
  });

  test('a consent that is taken back, or whose day is put after, is no consent', async () => {
    await begin(['register', 'meeting']);
    await on.hear(review());
    await on.hear({ type: 'corrected', event: 'consent', reason: 'x', with: consent('own', ['register']) });
    expect(await on.go()).not.toContain(INVITED);
    expect(await became('meeting-invitation')).toBe('held: no-consent-to-meeting');
  });
});

describe("the family's wish", () => {
  const told = (): Promise<string[]> => on.go();
  beforeEach(async () => {
    await begin([]);
    await on.hear({ type: 'contact-wish-recorded', family: 'yes' }, 'wish');
    await on.hear({ type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
  });

  test('corrected from yes to no: the mother is not written to, the person still is', async () => {
    await on.hear({ type: 'corrected', event: 'wish', reason: 'x', with: { type: 'contact-wish-recorded', family: 'no' } });
    const arrived = await told();
    expect(arrived.filter((line) => line.startsWith(MUM))).toEqual([]);
    expect(arrived.filter((line) => line.startsWith('zebedee@'))).toHaveLength(1);
    expect(await on.became('not-eligible', 'contact:mum')).toEqual([expect.objectContaining({ said: 'dropped: no-contact-wished' })]);
  });

  test('a no, corrected to yes, or taken back: she is', async () => {
    await on.hear({ type: 'contact-wish-recorded', family: 'no' }, 'no');
    await on.hear({ type: 'corrected', event: 'no', reason: 'x', with: { type: 'contact-wish-recorded', family: 'yes' } });
    expect((await told()).filter((line) => line.startsWith(MUM))).toHaveLength(1);
  });

  test('a no of an earlier day, heard last, does not overrule a later yes', async () => {
    await on.hear({ type: 'contact-wish-recorded', family: 'no', on: '2026-08-30' });
    expect((await told()).filter((line) => line.startsWith(MUM))).toHaveLength(1);
  });
});

test('an event put right so that it brings the notice no more: it does not go; one that it still brings does, and tells what stands', async () => {
  await begin(['register']);
  await on.hear({ type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, 'decision');
  await on.hear({ type: 'corrected', event: 'decision', reason: 'x', with: eligible() });
  expect((await on.go()).filter((line) => line.startsWith('gp@') || line.startsWith('zebedee@'))).toEqual([]);
  expect(await on.became('not-eligible', 'contact:self')).toEqual([expect.objectContaining({ said: 'dropped: event-corrected' })]);

  await on.hear({ type: 'rating-set', rating: 'red', reason: 'x' }, 'red');
  await on.hear({ type: 'corrected', event: 'red', reason: 'x', with: { type: 'rating-set', rating: 'amber', reason: 'x' } });
  const arrived = await on.go();
  expect(arrived.filter((line) => line.startsWith('director@'))).toEqual([]);
  await on.hear(admitted('2026-09-01'), 'adm');
  await on.hear({ type: 'corrected', event: 'adm', reason: 'x', with: admitted('2026-08-31') });
  await on.go();
  expect((await on.mailsTo(LEE)).at(-1)?.parsed.text).toContain('Monday 31 August 2026');
});
