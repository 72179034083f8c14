import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { areaOfFile } from '../../services/rules/areas';
import { newFolder, newPlace, runCommand, start, token } from './support/service';

describe('what cannot be, in one sentence that says what to do', () => {
  it.each([
    ['a port that is no number', { PORT: 'eighty' }, 'PORT must be a number (it is "eighty").'],
    ['a port out of range', { PORT: '70000' }, 'PORT must be 1 to 65535 (it is "70000").'],
    ['an address without a port', { TEMPORAL_ADDRESS: 'temporal' }, 'TEMPORAL_ADDRESS must be host:port (it is "temporal").'],
    ['a missing binary', { TEMPORAL_CLI: '/nowhere/temporal' }, 'TEMPORAL_CLI is /nowhere/temporal, but there is no such file'],
    ['an area that is not there', { AREA: 'nowhere' }, 'nowhere'],
  ])('%s', async (_, variables, sentence) => {
    const run = start(await newPlace(), variables);
    expect(await run.ended).toBe(1);
    expect(run.stderr()).toContain(sentence);
    expect(run.stderr()).not.toContain('secret');
    expect(run.stderr()).not.toMatch(/^\s+at /m);
  });

  it('a data folder that cannot be made', async () => {
    const file = path.join(newFolder(), 'file');
    writeFileSync(file, '');
    for (const folder of [path.join(file, 'data'), '/proc/pathway/data']) {
      const run = start({ ...(await newPlace()), folder });
      expect(await run.ended).toBe(1);
      expect(run.stderr()).toContain(`The data folder ${folder} cannot be written (`);
      expect(run.stderr()).toContain('make it writable for your user, or set DATA_DIR to a folder that is.');
    }
  });
});

describe('the commands beside npm start', () => {
  it('npm run token makes a token with no service running, prints it last, lists it and revokes it by name', async () => {
    const { folder } = await newPlace();
    const ask = async (...options: string[]) => {
      const run = runCommand('token', options, { DATA_DIR: folder });
      const code = await run.ended;
      return { code, said: run.stdout().trim().split('\n'), complained: run.stderr().trim() };
    };
    const first = await ask('--name', 'walk-through', '--scopes', 'all');
    expect(first.said.at(-1)).toMatch(/^dsp_\S{40,}$/);
    const second = await ask('--name', 'walk-through', '--scopes', 'all');
    expect(second).toMatchObject({ code: 1, complained: expect.stringMatching(/^there is a token named walk-through in use; .*$/) });
    const bound = [
      '--name',
      'RX1',
      '--scopes',
      'events:write',
      '--sites',
      'rx1',
      '--types',
      'admitted,discharged',
      '--until',
      '2199-12-31',
    ];
    expect((await ask(...bound)).code).toBe(0);
    expect((await ask('--list')).said.slice(-2)).toEqual([
      expect.stringMatching(
        /^RX1  in use  events:write  sites RX1  types admitted,discharged  never used  ends 2200-01-01T00:00:00\+00:00$/,
      ),
      expect.stringMatching(/^walk-through  in use  all  never used  ends 20\d\d-/),
    ]);
    const misspelt = await ask('--revoke', 'walk-trough');
    expect(misspelt).toMatchObject({ code: 1, complained: expect.stringMatching(/^No token named "walk-trough" is in use: .*$/) });
    expect((await ask('--revoke', 'walk-through')).code).toBe(0);
    expect((await ask('--revoke', 'walk-through')).code).toBe(1);
    for (const wrong of [
      ['--until', 'tomorrow'],
      ['--until', '2020-01-01'],
      ['--sites', 'R!'],
      ['--types', 'admited'],
      ['--scopes', 'al'],
    ]) {
      const refused = await ask('--name', 'another', '--scopes', 'all', ...wrong);
      expect(refused.code).toBe(1);
      expect(refused.complained).not.toMatch(/^\s+at /m);
    }
  });

  it('npm run areas says what a file would change, writes it where a reason is given, and lists the versions', async () => {
    const place = await newPlace();
    await token(place);
    const areas = async (...options: string[]) => {
      const run = runCommand('areas', options, { DATA_DIR: place.folder });
      return { code: await run.ended, said: run.stdout().trim().split('\n') };
    };
    const file = path.join(newFolder(), 'profile.json');
    writeFileSync(file, JSON.stringify({ ...areaOfFile('example'), name: 'Another Valley', ruleSet: 'llr-2023' }));
    expect((await areas('--import', file)).said).toEqual([
      'name: "Example Valley" → "Another Valley"',
      'ruleSet: "england-2023" → "llr-2023"',
      expect.stringMatching(/^New pathways are then under llr-2023\./),
      'Nothing was written. With --apply and --why it counts.',
    ]);
    expect((await areas('--import', file, '--apply')).code).toBe(1);
    expect((await areas('--import', file, '--apply', '--why', 'A new name')).said.at(-1)).toBe('example has version 1 now.');
    expect((await areas('--import', file)).said).toEqual(['This is what stands: nothing would change.']);
    expect((await areas()).said).toEqual([expect.stringMatching(/^1  20\S+  cli:areas  A new name$/)]);
  });

  it('npm run rebuild works with no service running', async () => {
    const place = await newPlace();
    await token(place);
    const run = runCommand('rebuild', [], { DATA_DIR: place.folder });
    expect(await run.ended).toBe(0);
  });

  it('npm run rehearse prints timelines and nothing else', async () => {
    const file = path.join(newFolder(), 'short.json');
    const steps = [{ at: '2026-09-21T10:00', event: { type: 'referral-received', source: 'family' } }];
    writeFileSync(
      file,
      JSON.stringify({ title: 'Short', ruleSet: 'england-2023', person: { bornOn: '2011-03-02' }, steps, until: '2026-10-31' }),
    );
    const lines = async (...options: string[]) => {
      const run = runCommand('rehearse', [file, file, '--json', ...options], {});
      expect([await run.ended, run.stderr()]).toEqual([0, '']);
      return run
        .stdout()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const core = await lines('--core');
    expect(core.filter(({ what }) => what === 'summary')).toEqual([
      expect.objectContaining({ historyEvents: 0, runs: 0 }),
      expect.anything(),
    ]);
    expect(core.at(-1)).toMatchObject({ what: 'summary' });
    const real = await lines();
    expect(real.filter(({ what }) => what !== 'summary')).toEqual(core.filter(({ what }) => what !== 'summary'));
    expect(real.at(-1)).toMatchObject({ what: 'summary', runs: 1 });
  });
});
