import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { coreContext } from '../../services/rules/policies';
import { lastProof } from '../../services/upkeep/proof/last-proof';
import { waitingSignals } from '../../services/workflow/relay/outbox';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { momentText } from '../content/dates';
import { paths } from '../paths';

interface StatusModel {
  readonly parts: readonly { readonly what: string; readonly well: boolean; readonly stands: string; readonly means: string }[];
}
const statusView = view<StatusModel>('status/status.njk');

/** Signals that wait longer than this say that the workflow service is away. */
const WAITING_MS = 60_000;

export const statusPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.status,
    permission: 'status:read',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, { pool, clock, watch }) => {
      const now = clock();
      // How much there is in all is not for those who see their own people only; who keeps the service going sees it.
      const mayCount = seesEveryone(viewer.roles) || viewer.permissions.has('staff:write');
      const today = londonDate(now);
      const [proof, waiting] = await Promise.all([lastProof(pool), waitingSignals(pool)]);
      const since = waiting.since?.getTime() as Instant | undefined;
      const behind = since !== undefined && now - since > WAITING_MS;
      const trouble = watch?.trouble() ?? null;
      const proved = proof.wellAt === null ? null : parseInstant(proof.wellAt);
      const provedWell = proof.provedAt !== null && proof.provedAt === proof.wellAt;
      const { lastKnownYear } = coreContext().holidays;
      const model: StatusModel = {
        parts: [
          {
            what: 'Entries and pages',
            well: trouble === null,
            stands: trouble === null ? 'Working' : 'Cannot record at the moment',
            means:
              trouble === null
                ? 'What you record is decided and dated at once.'
                : 'Nothing can be recorded. Those who run the service are told.',
          },
          {
            what: 'Deadlines',
            well: provedWell,
            stands:
              proved === null
                ? 'Not proved yet'
                : `Proved complete at ${momentText(proved, today)}${mayCount ? `: ${proof.timersFound} of ${proof.timersExpected} reminders are set` : ''}`,
            means: provedWell ? 'No date is without its reminder.' : 'The last check found something. Those who run the service must look.',
          },
          {
            what: 'Workflow service',
            well: !behind,
            stands:
              behind && since !== undefined
                ? `Behind since ${momentText(since, today)}${mayCount ? `: ${waiting.signals} entries wait` : ''}`
                : 'Working',
            means: behind ? 'Entries are recorded and dated. Reminders wait until it is back.' : 'Reminders go out on their day.',
          },
          {
            what: 'Bank holidays',
            well: lastKnownYear > Number(today.slice(0, 4)),
            stands: `Known to the end of ${lastKnownYear}`,
            means: 'After that only weekends are counted.',
          },
        ],
      };
      return shows(statusView, model, { title: 'Service status', section: 'status' });
    },
  }),
];
