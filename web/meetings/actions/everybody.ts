import { z } from 'zod';
import { londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { actionKey, readOpenInWords } from '../../../services/meetings/actions/open-in-words';
import {
  ACTIONS_A_PAGE,
  ACTIONS_SHOWN,
  type ActionsShown,
  MOST_ACTIONS_COUNTED,
  type OpenAction,
  readOpenActions,
} from '../../../services/meetings/actions/open';
import type { WebContext } from '../../app/context';
import { type Page, page, shows } from '../../app/page';
import { view } from '../../app/view';
import { dayText } from '../../content/dates';
import { RESTRICTED_NAME } from '../../content/restricted';
import { paths } from '../../paths';
import { othersOf } from '../around';
import { actionRow, type ActionShown } from './shown';

interface Row {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  /** Null: the record is restricted and not open to the reader. */
  readonly shown: ActionShown | null;
  readonly by: string;
  readonly late: boolean;
}
interface EverybodyModel {
  readonly filter: readonly { readonly text: string; readonly href: string; readonly current: boolean }[];
  readonly said: string;
  readonly rows: readonly Row[];
  readonly pages: { readonly said: string; readonly previous: string | null; readonly next: string | null } | null;
}
const everybodyView = view<EverybodyModel>('meetings/actions/everybody.njk');

const TITLES: Readonly<Record<ActionsShown, string>> = {
  open: 'All to be done',
  late: 'Late',
  blocked: 'Cannot be done as agreed',
  recommended: 'Recommended by reviews',
};

/** The actions of a page as rows, by their keys. */
async function rowsInWords(
  context: WebContext,
  actions: readonly OpenAction[],
  mayRecord: boolean,
  today: PlainDate,
): Promise<ReadonlyMap<string, ActionShown>> {
  const found = await readOpenInWords(context.pool, actions);
  const areas = [...new Set([...found.values()].map(({ area }) => area))];
  const others = new Map(await Promise.all(areas.map(async (area) => [area, await othersOf(context, { area })] as const)));
  return new Map(
    actions.flatMap((one) => {
      const { registerId } = one;
      const key = actionKey(one);
      const read = found.get(key);
      if (!read) return [];
      const { action, area, contacts, meeting, deadline, asked } = read;
      const beside = { others: others.get(area) ?? new Map<string, string>(), today, mayRecord };
      return [[key, actionRow(action, { registerId, contacts, meeting, deadline, asked, ...beside })]];
    }),
  );
}

const counted = (count: number): string =>
  count > MOST_ACTIONS_COUNTED
    ? `More than ${MOST_ACTIONS_COUNTED.toLocaleString('en-GB')} actions`
    : count === 1
      ? '1 action'
      : `${count.toLocaleString('en-GB')} actions`;

/** Who promised what of all whom the reader may see, and whether it is done: the first due first. */
export const everybodyPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.everybodysActions,
    permission: 'history:read',
    audit: 'open-actions-listed',
    params: z.object({}),
    query: z.object({
      show: z.enum(ACTIONS_SHOWN).default('open'),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    answer: async ({ query: { show, page: number }, viewer }, context) => {
      const now = context.clock();
      const today = londonDate(now);
      const { actions, count } = await readOpenActions(context.pool, viewer, { shown: show, page: number }, now);
      const rows = await rowsInWords(context, actions, viewer.permissions.has('events:write'), today);
      const at = (to: number): string =>
        paths.everybodysActions({ show: show === 'open' ? undefined : show, page: to === 1 ? undefined : to });
      const last = Math.ceil(count / ACTIONS_A_PAGE);
      const model: EverybodyModel = {
        filter: ACTIONS_SHOWN.map((one) => ({
          ...{ text: TITLES[one], current: one === show },
          href: paths.everybodysActions({ show: one === 'open' ? undefined : one }),
        })),
        said: count === 0 ? 'Nothing of this is to be done.' : `${counted(count)}, the first due first.`,
        rows: actions.map((one) => {
          const { registerId, due, name, restricted } = one;
          return {
            ...{ registerId, href: paths.actions({ registerId }) },
            name: restricted ? RESTRICTED_NAME : (name ?? 'Name not known'),
            shown: rows.get(actionKey(one)) ?? null,
            by: due === null ? 'No date' : dayText(due),
            late: due !== null && due < today,
          };
        }),
        pages:
          count <= ACTIONS_A_PAGE
            ? null
            : {
                said: `Page ${number} of ${last}`,
                previous: number > 1 ? at(number - 1) : null,
                next: number < last ? at(number + 1) : null,
              },
      };
      const people = [...new Set(actions.map(({ registerId }) => registerId))];
      return shows(
        everybodyView,
        model,
        { title: 'Actions', section: 'calendar', crumbs: [{ text: 'Calendar', href: paths.calendar() }], wide: true },
        { shown: people, wordsOf: [...new Set(actions.flatMap((one) => (one.restricted ? [] : [one.registerId])))] },
      );
    },
  }),
];
