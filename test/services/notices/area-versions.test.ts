import { parseInstant } from '../../../domain/calendar/dates';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { changeArea, differences, freshAreas, readAreaVersions } from '../../../services/areas/versions';
import { area, areaOfFile, type Area } from '../../../services/rules/areas';
import { noticeStage, type Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await noticeStage();
  await freshAreas(stage.database.pool, { now: true });
});
afterEach(() => stage.strike());

const at = parseInstant('2026-10-01T10:00');
const file = areaOfFile('example');
const change = (profile: Area, ifMatch?: number) =>
  changeArea(stage.database.pool, { profile, ifMatch, by: 'test', why: 'A new number', at });
const withPhone = (phone: string): Area => ({ ...file, team: { ...file.team, phone } });
const withOffice = (email: string): Area => ({
  ...file,
  staff: [],
  book: file.book.map((entry) => (entry.id === 'commissioner' ? { ...entry, email } : entry)),
});

test('the file is the first version, and counts until somebody makes another; each says who, when and why', async () => {
  await prepareArea(stage.database.pool, 'example', { ownMailServer: false });
  expect(area('example')).toBe(file);
  expect(await change(withPhone('0116 496 0999'))).toEqual({ status: 'done', version: 2 });
  expect(await change(withPhone('0116 496 0999'))).toEqual({ status: 'done', version: 2 });
  expect(area('example').team.phone).toBe('0116 496 0999');
  const versions = await readAreaVersions(stage.database.pool, 'example');
  expect(versions).toEqual([
    expect.objectContaining({ version: 1, by: 'service', profile: file }),
    { version: 2, at, by: 'test', why: 'A new number', profile: withPhone('0116 496 0999') },
  ]);
  await change(file);
  expect(area('example')).toBe(file);
});

test('what goes out is written and addressed by the present version, without a restart', async () => {
  await stage.database.pool.query(`update staff set until_at = '2026-01-01' where id = 'lee-commissioner'`);
  await stage.admission();
  // As another process made it.
  await stage.database.pool.query('insert into area_version (area, version, profile, at, by, why) values ($1, 2, $2, now(), $3, $3)', [
    'example',
    JSON.stringify(withOffice('new.office@examplevalley.example')),
    'test',
  ]);
  await freshAreas(stage.database.pool, { now: true });
  await sendDue(stage.deps, 'mail');
  expect((await stage.catcher.mails()).map(({ envelope }) => envelope.to)).toEqual([['new.office@examplevalley.example']]);
  await change(file);
});

test('of two who change it at once one is told that somebody was faster', async () => {
  const answers = await Promise.all(['1', '2', '3'].map((digit) => change(withPhone(`0116 496 000${digit}`), 1)));
  expect(answers.map(({ status }) => status).sort()).toEqual(['area-changed', 'area-changed', 'done']);
  await change(file);
});

test('what a new profile would change is told field by field', () => {
  expect(differences('example', file)).toEqual([]);
  const next = { ...withPhone('1'), ruleSet: 'llr-2023', book: file.book.filter(({ id }) => id !== 'hospital') };
  expect(differences('example', next)).toEqual([
    'ruleSet: "england-2023" → "llr-2023"',
    `team.phone: "${file.team.phone}" → "1"`,
    expect.stringMatching(/^book\.hospital: \{.*\} → nothing$/),
  ]);
});
