import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { countNotices } from '../../services/notices/by-hand/lists';
import { readServerAway } from '../../services/notices/sending/server-away';
import { stoppedSince } from '../../services/notices/settings';
import { coreContext } from '../../services/rules/policies';
import { lastProof } from '../../services/upkeep/proof/last-proof';
import { readOutage } from '../../services/workflow/beat';
import { waitingSignals } from '../../services/workflow/relay/outbox';
import { MAIL_CHANNEL } from '../../workflows/noticeNames';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { statusModel, type StatusModel } from './model';

const statusView = view<StatusModel>('status/status.njk');

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
      const [proof, outage, sender, waiting, mailAway, stopped, { due }] = await Promise.all([
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
      const { lastKnownYear: lastHolidayYear } = coreContext().holidays;
      const read = { stuck, proof, outage, sender, waiting, mailAway, stoppedSince: stopped, due, lastHolidayYear, mayCount };
      return shows(statusView, statusModel(read, now), { title: 'Service status', section: 'status' });
    },
  }),
];
