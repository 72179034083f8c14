import { holidayCalendar } from '../../../../domain/calendar/working-days';
import type { Instant } from '../../../../domain/calendar/dates';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { sendDue } from '../../../../services/notices/sending/send';
import { changeArea } from '../../../../services/areas/versions';
import { areaOfFile } from '../../../../services/rules/areas';
import { goAway, leave } from '../../../../services/staff/change';
import { about, staffDeps } from '../support/staff';
import { noticeStage, type Stage } from '../support/stage';
import { addAdmission, addDeadline, addEvent, addNotices, addPerson, at, day, expand, noticeLine, REGISTER_ID } from '../support/world';

const holidays = holidayCalendar([]);
const SAM = 'sam.okafor@examplevalley.example';
const ANA = 'ana.example@examplevalley.example';
const LEE = 'lee.example@examplevalley.example';
const SECOND_ID = 'H8WD-55QX';
const OFFICE = 'commissioner@examplevalley.example';

let stage: Stage;
beforeEach(async () => {
  stage = await noticeStage();
  stage.now = at('2026-10-02T07:30:05Z');
});
afterEach(() => stage.strike());

const staff = () => staffDeps(stage.database.pool);
const leaves = (id: string, when: Instant = stage.now) => leave(staff(), { id }, when, about(stage.now));
const send = () => sendDue(stage.deps, 'mail');
const gather = () => gatherDigests(stage.database.pool, holidays, stage.now);
/** The mails that have arrived, each as its reader and subject. */
const mails = async () => (await stage.catcher.mails()).map(({ envelope, parsed }) => `${envelope.to[0]}: ${parsed.subject}`).sort();
const tasks = async () => {
  const { rows } = await stage.database.pool.query<{ key: string }>(
    `select key from task where status = 'open' and kind <> 'look-back' order by key`,
  );
  return rows.map(({ key }) => key);
};
const whoWhat = async () => {
  const { rows } = await stage.database.pool.query<{ said: string }>(
    `select recipient || ' ' || template || ' ' || status || coalesce(' ' || case when status in ('dropped', 'held') then reason end, '') as said from notice order by 1`,
  );
  return rows.map(({ said }) => said);
};

/** A visit that is due on 2 October: the step of the morning, to the team. */
async function visitDue(registerId = REGISTER_ID): Promise<void> {
  const deadline = await addDeadline(stage.database.pool, { kind: 'oversight-visit', due: '2026-10-02', registerId });
  const line = {
    ...{ at: at('2026-10-02T07:00:00Z'), pathway: 1, what: 'step' as const, deadline, kind: 'oversight-visit' as const },
    ...{ step: 'due' as const, audience: 'team' as const, due: day('2026-10-02') },
  };
  await addNotices(stage.database.pool, expand([line], { registerId }));
}

/** A visit whose day has passed undone: the commissioner is told with the digest. */
async function visitMissed(): Promise<void> {
  const deadline = await addDeadline(stage.database.pool, { kind: 'oversight-visit', due: '2026-10-01' });
  const line = noticeLine({ notice: 'deadline-missed', audience: 'commissioner', deadline }, '2026-10-01T23:00:00Z');
  await addNotices(stage.database.pool, expand([line]));
}

describe('from the moment on which somebody has left nothing goes to them', () => {
  test('a digest that waits: the others of the team have all of it in their own, and get it once', async () => {
    await visitDue();
    expect(await gather()).toBe(2);
    await leaves('sam-okafor');
    await send();
    await send();
    expect(await mails()).toEqual([`${ANA}: 1 thing to do`]);
    expect(await whoWhat()).toEqual([
      'staff:ana-example digest sent',
      'staff:ana-example step-due digested',
      'staff:sam-okafor digest dropped handed-over',
      'staff:sam-okafor step-due dropped handed-over',
    ]);
  });

  test('a digest that waits of what nobody else has: the others get it on the same day', async () => {
    await visitMissed();
    expect(await gather()).toBe(1);
    await leaves('lee-commissioner');
    await send();
    expect(await mails()).toEqual([`${OFFICE}: 1 thing to do, and it is late`]);
    expect((await stage.catcher.mails())[0]?.parsed.text).toContain(`${REGISTER_ID}: make the oversight visit`);
    expect(await tasks()).toEqual([]);
  });

  test('what waits for the next digest is gathered for the others', async () => {
    await visitMissed();
    await addPerson(stage.database.pool, SECOND_ID);
    await visitDue(SECOND_ID);
    await leaves('lee-commissioner');
    await leaves('sam-okafor');
    expect(await gather()).toBe(2);
    expect(await gather()).toBe(0);
    await send();
    expect(await mails()).toEqual([`${ANA}: 1 thing to do`, `${OFFICE}: 1 thing to do, and it is late`]);
  });

  test('a mail that waits goes to the others of its audience, once, however often it is tried', async () => {
    await stage.admission();
    await leaves('lee-commissioner');
    await send();
    await send();
    expect(await mails()).toEqual([expect.stringContaining(OFFICE)]);
    expect(await whoWhat()).toEqual(['book:commissioner admitted sent', 'staff:lee-commissioner admitted dropped handed-over']);
  });

  test('until that moment all goes to them, also where it is known already', async () => {
    const leaving = (stage.now + 3_600_000) as Instant;
    await leaves('lee-commissioner', leaving);
    await stage.admission();
    await send();
    expect(await mails()).toEqual([expect.stringContaining(LEE)]);
    stage.now = leaving;
    await addEvent(stage.database.pool, { type: 'visit-held', on: day('2026-10-01') }, { id: 'visit' });
    await addNotices(stage.database.pool, expand([noticeLine({ notice: 'action-blocked', audience: 'commissioner', event: 'visit' })]));
    await send();
    expect((await mails()).filter((mail) => mail.startsWith(LEE))).toHaveLength(1);
  });

  test('where nobody is left of the audience it is held, and one open task of the team says so', async () => {
    const { pool } = stage.database;
    await changeArea(pool, { profile: { ...areaOfFile('example'), book: [] }, ...about(stage.now) });
    try {
      await visitMissed();
      await gather();
      await stage.admission();
      await leaves('lee-commissioner');
      await send();
      expect(await mails()).toEqual([]);
      expect(await tasks()).toEqual(['nobody-left/staff:lee-commissioner/commissioner']);
      expect(await whoWhat()).toEqual([
        'staff:lee-commissioner admitted held nobody-left',
        'staff:lee-commissioner deadline-missed held nobody-left',
        'staff:lee-commissioner digest dropped handed-over',
      ]);
    } finally {
      await changeArea(pool, { profile: areaOfFile('example'), ...about(stage.now) });
    }
  });
});

describe('while somebody is away', () => {
  const away = (id: string, cover: string | null, until: Instant | null = null) =>
    goAway(staff(), { id }, { from: stage.now, until, cover }, about(stage.now));

  test('their cover gets the mail and the digest that wait, and afterwards they do again', async () => {
    await visitMissed();
    await gather();
    await stage.admission();
    await away('lee-commissioner', 'sam-okafor', (stage.now + 3_600_000) as Instant);
    await send();
    expect(await mails()).toEqual([`${SAM}: 1 thing to do, and it is late`, expect.stringContaining(SAM)]);
    stage.later(3_600_000);
    await addNotices(stage.database.pool, [await addAdmission(stage.database.pool, 'again')]);
    await send();
    expect((await mails()).filter((mail) => mail.startsWith(LEE))).toHaveLength(1);
  });

  test('a cover who has the same by themself gets it once', async () => {
    await visitDue();
    await away('sam-okafor', 'ana-example');
    expect(await gather()).toBe(1);
    await send();
    expect(await mails()).toEqual([`${ANA}: 1 thing to do`]);
  });

  test('without a cover the others of the audience get it', async () => {
    await stage.admission();
    await away('lee-commissioner', null);
    await send();
    expect(await mails()).toEqual([expect.stringContaining(OFFICE)]);
  });
});
