import { z } from 'zod';
import { isPlainDate, londonDate } from '../../domain/calendar/dates';
import { PROMPTED_SHEETS } from '../../domain/forms/sheets/prompts';
import { readAreaVersions } from '../../services/areas/versions';
import type { Area } from '../../services/rules/areas';
import { type Page, page, shows } from '../app/page';
import { areaChosen, areaQuery } from '../app/areas';
import { view } from '../app/view';
import { audienceTitle } from '../content/audiences';
import { dayText, listWords } from '../content/dates';
import { byText, instantText } from '../content/staff';
import { localOfferLook, localOfferShown, type OfferShown } from '../content/local-offer';
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
  readonly offer: {
    readonly looked: string;
    /** What is to be done about it; empty: nothing. */
    readonly cautions: readonly string[];
    readonly rows: readonly OfferShown[];
  };
  readonly prompts: readonly {
    readonly title: string;
    readonly href: string;
    readonly said: string;
    readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  }[];
  readonly saved: string | null;
  readonly book: readonly { readonly name: string; readonly email: string; readonly audiences: string }[];
}
const areaView = view<AreaModel>('settings/area.njk');

/** The prompts that an area says itself, by sheet and section, with where each sheet's are changed. */
const promptsOf = ({ prompts = {} }: Pick<Area, 'prompts'>, area: string | undefined): AreaModel['prompts'] =>
  PROMPTED_SHEETS.map(({ kind, title, sections }) => {
    const own = prompts[kind] ?? {};
    const said = sections.flatMap(({ code, title: of }) => (own[code] === undefined ? [] : [{ title: of, lines: own[code] }]));
    return {
      ...{ title, sections: said, href: paths.areaPrompts({ sheet: kind }, { area }) },
      said:
        said.length === 0
          ? 'Those of the service'
          : `Your own on ${said.length} of ${sections.length} ${sections.length === 1 ? 'section' : 'sections'}`,
    };
  });

/** What the area has set for itself. */
export const areaPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.areaProfile,
    permission: 'areas:write',
    audit: 'area-read',
    params: z.object({}),
    query: z.object({ area: z.string().optional(), done: z.enum(['prompts']).optional() }),
    answer: async ({ query, viewer }, context) => {
      const chosen = areaChosen(context, viewer, query.area);
      const { id, name, note, ruleSet, heldBy, team, emergency, directory, localOffer, book } = chosen;
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
        offer: { ...localOfferLook(localOffer, londonDate(context.clock())), rows: localOfferShown(localOffer) },
        prompts: promptsOf(chosen, areaQuery(context, viewer, chosen).area),
        saved: query.done === undefined ? null : 'The prompts are changed.',
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
