import { testSeals } from '../support/database/seals';
import { openMail } from '../../infra/mail/mail';
import { area } from '../../services/rules/areas';
import { commit } from '../../services/commit/commit';
import { sendDue } from '../../services/notices/sending/send';
import { prepareArea } from '../../services/notices/settings';
import { coreContext } from '../../services/rules/policies';
import { mailCatcher } from '../support/mail/mail';
import { aReferral, startService, type Service } from './support/service';

test('a discharge refused over HTTP, alone or in a batch, reaches on-call at once; a dry run alerts nobody', async () => {
  const core = coreContext();
  const service: Service = await startService({
    commit: (request) => commit({ pool: service.pool, core, seals: testSeals, book: (id) => area(id).book }, request),
  });
  const catcher = await mailCatcher();
  const mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(service.pool, 'example', { ownMailServer: true });
  service.setClock('2026-10-03T23:00');
  const path = `/api/v1/pathways/${await aReferral(service)}/events`;
  const go = async (): Promise<string[]> => {
    const before = (await catcher.mails()).length;
    await sendDue({ pool: service.pool, mail, core: coreContext(), now: service.deps.clock }, 'mail');
    return (await catcher.mails()).slice(before).map(({ envelope }) => envelope.to.join());
  };
  await go();
  await service.post(`${path}?dryRun=true`, { type: 'discharged' }).expect(409);
  expect(await go()).toEqual([]);
  await service.post(path, { type: 'discharged' }).expect(409);
  expect(await go()).toEqual(['oncall@examplevalley.example']);
  await service.post(path, { events: [{ type: 'visit-held' }, { type: 'discharged' }] }).expect(409);
  expect(await go()).toEqual(['oncall@examplevalley.example']);
  mail.close();
  await Promise.all([service.close(), catcher.stop()]);
});
