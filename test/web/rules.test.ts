import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('the list says which rules are in force here, and how many open pathways of the reader’s areas stand on each version', async () => {
  const onNew = await desk.refer();
  const onOld = await desk.refer();
  const elsewhere = await desk.refer();
  const ended = await desk.refer();
  await desk.pool.query(`update pathway set rule_set = 'england-2023@1' where register_id = any($1)`, [[onOld, elsewhere]]);
  await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [elsewhere]);
  await desk.send(ended, { type: 'person-died' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.follow('Rules');
  const said = browser.text();
  expect(said).toContain('In force in Example Valley, or in use');
  expect(said).toContain('2 open pathways of your areas');
  expect(said).toMatch(/england-2023 2 In force here: new pathways begin on it 1 /);
  expect(said).toMatch(/england-2023 1 Replaced by version 2 1 /);
  expect(said).toMatch(/mha-2025-draft 2 Not in force 0/);
  expect(said).not.toContain(onNew);
});

test('the page of a rule set says each rule in sentences', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.ruleSet({ ruleSet: 'england-2023@2' }));
  const said = browser.text();
  expect(said).toContain('Hold a C(E)TR after admission For whom People in hospital.');
  expect(said).toContain('Runs from The admission, or the diagnosis confirmed after it. How long Under 18: 14 days Everyone else: 28 days');
  expect(said).toContain('the date does not move for weekends. Repeats No: once');
  expect(said).toContain('14 days before the due day: a reminder to the owner, or the team, only where it runs for 28 days or more.');
  expect(said).toContain('42 days after the due day: word that it stays undone, to the manager, again every 28 days until it is done.');
  expect(said).toContain('What binds it National policy. Not law. Source NHS England 2017 policy changes page');
  expect(said).toContain('Send the papers to the panel For whom People for whom a C(E)TR is planned.');
  expect(said).toContain('How long 1 day before.');
  expect(said).toContain('Each visit starts it anew, until the discharge.');
  expect(said).toContain('No time limit is set, nationally or in this area.');
  // A step that asks for a longer time than the rule gives is not told.
  const outcome = said.slice(
    said.indexOf('Record what came of the meeting For whom'),
    said.indexOf('Send the report of the C(E)TR For whom'),
  );
  expect(outcome).toContain('How long 2 days');
  expect(outcome).not.toContain('before the due day');
});

test('a law that is not in force is marked so, on the rule set and on each of its rules, which come first', async () => {
  const browser = await desk.signedIn('jo-panel');
  await browser.go(paths.ruleSet({ ruleSet: 'mha-2025-draft@2' }));
  const said = browser.text();
  expect(said).toContain('Not in force. Section 4 of the Mental Health Act 2025 has not been commenced');
  expect(said.match(/nobody has this duty now/g)).toHaveLength(3);
  expect(said).toContain('30 rules: first 3 of its own, then 27 of what it is laid over.');
  expect(said.indexOf('Part 8A')).toBeLessThan(said.indexOf('Hold a C(E)TR after admission'));
  expect(said).toContain('The day that it runs from is counted as day 1.');
  expect(said).toContain('from england-2023, version 2');
});

test('a rule set that there is not is not found, and without a role nothing is shown', async () => {
  const browser = await desk.signedIn('sam-okafor');
  expect((await browser.go(paths.ruleSet({ ruleSet: 'england-2023@99' }))).status).toBe(404);
  expect((await desk.browser().go(paths.rules())).url.pathname).toBe(paths.signIn());
});
