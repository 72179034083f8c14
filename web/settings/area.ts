import { z } from 'zod';
import { isPlainDate } from '../../domain/calendar/dates';
import { readAreaVersions } from '../../services/areas/versions';
import { type Page, page, shows } from '../app/page';
import { areaChosen } from '../app/areas';
import { view } from '../app/view';
import { audienceTitle } from '../content/audiences';
import { dayText, listWords } from '../content/dates';
import { byText, instantText } from '../content/staff';
import { paths } from '../paths';
import { namesOf, staffFor } from './staff/known';

interface AreaModel {
  readonly name: string;
  readonly note: string | null;
  readonly version: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly rules: string;
  readonly emergency: readonly { readonly when: string; readonly contact: string }[];
  readonly directory: readonly { readonly need: string; readonly name: string; readonly contact: string; readonly checked: string }[];
  readonly book: readonly { readonly name: string; readonly email: string; readonly audiences: string }[];
}
const areaView = view<AreaModel>('settings/area.njk');

/** What the area has set for itself. */
export const areaPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.areaProfile,
    permission: 'areas:write',
    audit: 'area-read',
    params: z.object({}),
    query: z.object({ area: z.string().optional() }),
    answer: async ({ query, viewer }, context) => {
      const { id, name, note, ruleSet, heldBy, team, emergency, directory, book } = areaChosen(context, viewer, query.area);
      const [versions, staff] = await Promise.all([readAreaVersions(context.pool, id), staffFor(context, viewer)]);
      const last = versions.at(-1);
      const model: AreaModel = {
        name,
        note: note ?? null,
        version: last
          ? `Version ${last.version}, ${instantText(last.at)}, by ${byText(last.by, namesOf(staff))}. ${last.why.replace(/\.?$/, '.')}`
          : 'As its file has it.',
        facts: [
          { label: 'Team', text: team.name },
          { label: 'Telephone', text: team.phone },
          { label: 'Email', text: team.email },
          { label: 'Office hours', text: team.officeHours },
          { label: 'Rule set of new pathways', text: ruleSet },
          { label: 'Who holds the register', text: heldBy ?? 'Not said in the area’s file' },
        ],
        rules: paths.rules(),
        emergency,
        directory: directory.map(({ checkedOn, ...entry }) => ({
          ...entry,
          checked: isPlainDate(checkedOn) ? dayText(checkedOn) : checkedOn,
        })),
        book: book.map((entry) => ({ name: entry.name, email: entry.email, audiences: listWords(entry.audiences.map(audienceTitle)) })),
      };
      return shows(areaView, model, {
        title: 'Area profile',
        section: 'settings',
        crumbs: [{ text: 'Settings', href: paths.settings() }],
        wide: true,
      });
    },
  }),
];
