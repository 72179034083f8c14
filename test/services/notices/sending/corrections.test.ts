import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { admitted, consent, eligible, referred, type Said } from '../../../support/core/facts';
import { rogueSmtp } from '../../../support/mail/rogue-smtp';
import { spoken, type Spoken } from '../support/spoken';

/** Who was told of what is not so, hears that it is not so; and what waits for a person after a death is somebody's task at once. */

const PANEL = 'panel.office@examplevalley.example';
let on: Spoken;
const begin = async (more: Parameters<typeof spoken>[0] = {}): Promise<void> => {
  on = await spoken(more);
  for (const event of [referred(), eligible(), consent('own', ['register', 'meeting'])]) await on.hear(event);
  await on.go();
};
afterEach(() => on.strike());
const NOT_RIGHT = 'what we wrote to you is not right';
const told = (arrived: readonly string[]): string[] =>
  arrived.filter((line) => line.includes(NOT_RIGHT)).map((line) => line.split(':')[0] ?? '');

describe('an event of which somebody was told', () => {
  beforeEach(() => begin());
  const ALL = ['ana.example@examplevalley.example', 'lee.example@examplevalley.example', 'sam.okafor@examplevalley.example'];

  test('taken back: whoever was told of it is told so, each once, and nobody else', async () => {
    await on.hear(admitted('2026-09-01'), 'adm');
    await on.go();
    await on.hear({ type: 'corrected', event: 'adm', reason: 'Another person.' });
    const arrived = await on.go();
    expect(told(arrived)).toEqual(ALL);
    const text = (await on.mailsTo(ALL[1] ?? '')).at(-1)?.parsed.text ?? '';
    expect(text).toMatch(/admission/);
    expect(text).toMatch(/taken back/);
    expect(await on.go()).toEqual([]);
  });

  test('put right: they hear what stands; put right again, again', async () => {
    await on.hear(admitted('2026-09-01'), 'adm');
    await on.go();
    for (const [day, words] of [
      ['2026-08-31', 'Monday 31 August 2026'],
      ['2026-08-30', 'Sunday 30 August 2026'],
    ] as const) {
      await on.hear({ type: 'corrected', event: 'adm', reason: 'A slip.', with: admitted(day) });
      expect(told(await on.go())).toEqual(ALL);
      expect((await on.mailsTo(ALL[1] ?? '')).at(-1)?.parsed.text).toContain(words);
    }
  });

  test('before anything went: nobody hears of the event, and nobody of its correction', async () => {
    await on.hear(admitted('2026-09-01'), 'adm');
    await on.hear({ type: 'corrected', event: 'adm', reason: 'Another person.' });
    expect(told(await on.go())).toEqual([]);
    expect((await on.became('correction')).map(({ said }) => said)).toEqual(['dropped: nobody-was-told']);
  });

  test('told in a digest alone: told as well', async () => {
    await on.hear({ type: 'action-agreed', action: 'a1', due: '2026-09-20' }, 'agreed');
    on.at('2026-09-02T08:31');
    await on.gather();
    await on.go();
    await on.hear({ type: 'corrected', event: 'agreed', reason: 'x' });
    expect(told(await on.go())).toEqual(['ana.example@examplevalley.example', 'sam.okafor@examplevalley.example']);
  });

  test('a decision told to the family: they hear of the mistake, in their words, unless they wish not to', async () => {
    await on.hear({ type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, 'decision');
    await on.go();
    await on.hear({ type: 'contact-wish-recorded', family: 'no' });
    await on.hear({ type: 'corrected', event: 'decision', reason: 'x', with: eligible() });
    const arrived = await on.go();
    expect(arrived.filter((line) => line.startsWith('zebedee@'))).toHaveLength(1);
    expect(arrived.filter((line) => line.startsWith('marigold@'))).toEqual([]);
  });
});

test('told for all we know: the answer of the mail server was lost', async () => {
  const rogue = await rogueSmtp();
  await begin({ url: rogue.url });
  await on.hear(admitted('2026-09-01'), 'adm');
  rogue.will('message', { keepsAnd: 'resets' }, { times: 1 });
  await on.go();
  await on.hear({ type: 'corrected', event: 'adm', reason: 'Another person.' });
  const before = rogue.kept.length;
  await on.go();
  on.now = (on.now + 3_600_000) as typeof on.now;
  await on.go();
  // The others, at the same domain, were not tried after that, and what they would have been told fell away.
  expect(rogue.kept.slice(before).map(({ to }) => to)).toEqual(['lee.example@examplevalley.example']);
  await rogue.stop();
});

describe('after a death', () => {
  const review: Said = {
    type: 'meeting-scheduled',
    meeting: 'm-1',
    kind: 'community-cetr',
    on: '2026-09-30',
    time: '14:00',
    invited: ['panel', 'person'],
  };
  beforeEach(async () => {
    await begin();
    await on.hear({ type: 'rating-set', rating: 'green', reason: 'x' });
    await on.hear(review);
    await on.go();
    await on.hear({ type: 'person-died' }, 'death');
  });
  const key = async (): Promise<string> => (await on.became('meeting-cancelled'))[0]?.key ?? '';

  test('the cancellations that wait for a person are a task of the team before anything was tried; released and gone, it is done', async () => {
    expect(await on.openTasks()).toEqual([`cancellation-held/${await key()}`]);
    expect(await on.go()).toEqual([]);
    expect(await on.go()).toEqual([]);
    expect(await on.openTasks()).toEqual([`cancellation-held/${await key()}`]);
    await releaseNotices(on.database.pool, [await key()], on.now);
    expect(await on.go()).toEqual([`${PANEL}: a meeting is off`]);
    expect(await on.openTasks()).toEqual([]);
  });

  test('that is taken back: they fall away, and the task is done', async () => {
    await on.hear({ type: 'corrected', event: 'death', reason: 'Another person.' });
    expect((await on.go()).filter((line) => line.startsWith('panel'))).toEqual([]);
    expect((await on.became('meeting-cancelled')).map(({ said }) => said)).toEqual(['dropped: overtaken']);
    // What is left is the second person's look at the correction, and that the meeting stands again: its place may be another's by now.
    expect((await on.openTasks()).filter((task) => !task.startsWith('confirm/'))).toEqual([expect.stringMatching(/^meeting-on-again\//)]);
  });
});
