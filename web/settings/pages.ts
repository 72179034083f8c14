import { z } from 'zod';
import { awayAt } from '../../domain/notices/staffing';
import { readSending, type Sending } from '../../services/notices/settings';
import { listTokens } from '../../services/access/tokens';
import { type Page, page, shows } from '../app/page';
import { areaQuery, areasOf } from '../app/areas';
import { view } from '../app/view';
import { paths } from '../paths';
import { areaPages } from './area';
import { promptPages } from './prompts/pages';
import { sendingPages } from './sending';
import { staffPages } from './staff/pages';
import { staffFor } from './staff/known';
import { tokenPages } from './tokens';

interface SettingsModel {
  readonly places: readonly { readonly title: string; readonly href: string; readonly said: string }[];
}
const settingsView = view<SettingsModel>('settings/settings.njk');

/** Who may do what here, and what goes out. */
/** Whether an area sends. */
function sendingWords(sending: Sending | undefined): string {
  if (!sending?.all) return 'Stopped';
  const off = Object.values(sending.audiences).filter((on) => !on).length;
  return off === 0 ? 'On for everybody' : `Off for ${off} of those who could be written to`;
}

export const settingsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.settings,
    permission: 'staff:write',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, context) => {
      const { pool, clock } = context;
      const now = clock();
      const areas = areasOf(context, viewer);
      const [staff, tokens, ...sending] = await Promise.all([
        staffFor(context, viewer),
        listTokens(pool),
        ...areas.map(({ id }) => readSending(pool, id)),
      ]);
      const named = (title: string, name: string): string => (areas.length > 1 ? `${title}, ${name}` : title);
      const here = staff.filter(({ until }) => until === null || until > now);
      const model: SettingsModel = {
        places: [
          {
            title: 'Staff and roles',
            href: paths.staffList(),
            said: `${here.length} members of staff, ${here.filter((member) => awayAt(member, now)).length} away now`,
          },
          ...areas.map((one, index) => ({
            title: named('Sending', one.name),
            href: paths.sending(areaQuery(context, viewer, one)),
            said: sendingWords(sending[index]),
          })),
          { title: 'Tokens', href: paths.tokens(), said: `${tokens.filter(({ state }) => state === 'in use').length} in use` },
          ...areas.map((one) => ({
            title: named('Area profile', one.name),
            href: paths.areaProfile(areaQuery(context, viewer, one)),
            said: one.name,
          })),
        ],
      };
      return shows(settingsView, model, { title: 'Settings', section: 'settings' });
    },
  }),
  ...staffPages,
  ...sendingPages,
  ...tokenPages,
  ...areaPages,
  ...promptPages,
];
