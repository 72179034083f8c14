import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { countNotices } from '../../services/notices/by-hand/lists';
import { readServerAway } from '../../services/notices/sending/server-away';
import { stoppedSince } from '../../services/notices/settings';
import { coreContext } from '../../services/rules/policies';
import { lastProof } from '../../services/upkeep/proof/last-proof';
import { readLastMigration, serviceVersion } from '../../services/upkeep/versions';
import { readOutage } from '../../services/workflow/beat';
import { waitingSignals } from '../../services/workflow/relay/outbox';
import { MAIL_CHANNEL } from '../../workflows/noticeNames';
import { type Page, page, shows } from '../app/page';
import { areaOf } from '../app/areas';
import { view } from '../app/view';
import { paths } from '../paths';
import { publicSentence, statusModel, type StatusModel } from './model';
import { type Version, versionsOf } from './versions';

const statusView = view<StatusModel & { readonly versions: readonly Version[] }>('status/status.njk');
const publicView = view<{ readonly said: string }>('status/public.njk');

export const statusPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.status,
    permission: 'status:read',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    signedOut: async ({ pool, watch, area }) => {
      const stuck = (watch?.trouble() ?? null) !== null;
      const [outage, sender, mailAway] = await Promise.all([
        readOutage(pool, 'pathways'),
        readOutage(pool, 'notices'),
        readServerAway(pool, MAIL_CHANNEL),
      ]);
      const said = publicSentence({ stuck, waits: outage !== null || sender !== null || mailAway !== null }, area().team);
      return shows(publicView, { said }, { title: 'Service status' });
    },
    answer: async ({ viewer }, context) => {
      const { pool, clock, watch } = context;
      const now = clock();
      const [migration, proof, outage, sender, waiting, mailAway, stopped, { due }] = await Promise.all([
        readLastMigration(pool),
        lastProof(pool),
        readOutage(pool, 'pathways'),
        readOutage(pool, 'notices'),
        waitingSignals(pool),
        readServerAway(pool, MAIL_CHANNEL),
        stoppedSince(pool),
        countNotices(pool, viewer, now),
      ]);
      // How much there is in all is not for those who see their own people only; who keeps the service going sees it.
      const mayCount = seesEveryone(viewer.roles) || viewer.permissions.has('staff:write');
      const stuck = (watch?.trouble() ?? null) !== null;
      const { holidays, bankHolidays, ruleSets } = coreContext();
      const { lastKnownYear: lastHolidayYear } = holidays;
      const read = { stuck, proof, outage, sender, waiting, mailAway, stoppedSince: stopped, due, lastHolidayYear, mayCount };
      const versions = versionsOf({ ruleSets, area: areaOf(context, viewer), bankHolidays, service: serviceVersion(), migration });
      return shows(statusView, { ...statusModel(read, now), versions }, { title: 'Service status', section: 'status' });
    },
  }),
];
