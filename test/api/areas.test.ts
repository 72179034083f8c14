import { parseInstant } from '../../domain/calendar/dates';
import { prepareArea } from '../../services/notices/settings';
import { changeArea } from '../../services/areas/versions';
import { areaOfFile } from '../../services/rules/areas';
import { startService, type Service } from './support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

test('the profile of an area is read as it stands, from its file and from each version, with who made it and why', async () => {
  const file = areaOfFile('example');
  const profile = JSON.parse(JSON.stringify(file)) as object;
  expect((await service.get('/api/v1/areas/example')).body).toEqual({ area: 'example', version: 0, profile });
  expect((await service.get('/api/v1/areas/example/versions')).body).toEqual({ versions: [] });
  await prepareArea(service.pool, 'example', { ownMailServer: false });
  const about = { by: 'cli:areas', why: 'A new name', at: parseInstant('2026-09-21T10:00') };
  await changeArea(service.pool, { profile: { ...file, name: 'Another Valley' }, ...about });
  expect((await service.get('/api/v1/areas/example')).body).toEqual({
    area: 'example',
    version: 2,
    profile: { ...profile, name: 'Another Valley' },
  });
  const { versions } = (await service.get('/api/v1/areas/example/versions')).body;
  expect(versions).toEqual([
    expect.objectContaining({ version: 1, by: 'service', profile }),
    expect.objectContaining({ version: 2, by: 'cli:areas', why: 'A new name', at: '2026-09-21T10:00:00+01:00' }),
  ]);
  for (const path of ['/api/v1/areas/nowhere', '/api/v1/areas/nowhere/versions']) {
    const unknown = await service.get(path);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-area']);
  }
});
