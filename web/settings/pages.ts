import { z } from 'zod';
import { awayAt } from '../../domain/notices/staffing';
import { readSending } from '../../services/notices/settings';
import { listTokens } from '../../services/access/tokens';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { areaPages } from './area';
import { sendingPages } from './sending';
import { staffPages } from './staff/pages';
import { staffFor } from './staff/known';
import { tokenPages } from './tokens';

interface SettingsModel {
  readonly places: readonly { readonly title: string; readonly href: string; readonly said: string }[];
}
const settingsView = view<SettingsModel>('settings/settings.njk');

/** Who may do what here, and what goes out. */
export const settingsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.settings,
    permission: 'staff:write',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, context) => {
      const { pool, area, clock } = context;
      const now = clock();
      const { id, name } = area();
      const [staff, tokens, sending] = await Promise.all([staffFor(context, viewer), listTokens(pool), readSending(pool, id)]);
      const here = staff.filter(({ until }) => until === null || until > now);
      const off = Object.values(sending.audiences).filter((on) => !on).length;
      const isTheirs = viewer.areas.includes(id);
      const model: SettingsModel = {
        places: [
          {
            title: 'Staff and roles',
            href: paths.staffList(),
            said: `${here.length} members of staff, ${here.filter((member) => awayAt(member, now)).length} away now`,
          },
          ...(isTheirs
            ? [
                {
                  title: 'Sending',
                  href: paths.sending(),
                  said: sending.all ? (off === 0 ? 'On for everybody' : `Off for ${off} of those who could be written to`) : 'Stopped',
                },
              ]
            : []),
          { title: 'Tokens', href: paths.tokens(), said: `${tokens.filter(({ state }) => state === 'in use').length} in use` },
          ...(isTheirs ? [{ title: 'Area profile', href: paths.areaProfile(), said: name }] : []),
        ],
      };
      return shows(settingsView, model, { title: 'Settings', section: 'settings' });
    },
  }),
  ...staffPages,
  ...sendingPages,
  ...tokenPages,
  ...areaPages,
];
