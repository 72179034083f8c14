import { z } from 'zod';
import { AUDIENCES } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { parseInstant } from '../../domain/calendar/dates';
import { logAccess } from '../../services/access/access-log';
import { isStaffAudience } from '../../services/notices/expand';
import { readHeldBySwitch, readSending, type Sending, setSending, stoppedSince } from '../../services/notices/settings';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { areaChosen, areaQuery } from '../app/areas';
import { view } from '../app/view';
import type { Area } from '../../services/rules/areas';
import { AUDIENCE_WORDS, audienceTitle } from '../content/audiences';
import { instantText } from '../content/staff';
import { paths } from '../paths';

interface SendingModel {
  readonly area: string;
  readonly all: boolean;
  readonly stopped: string | null;
  readonly done: string | null;
  readonly action: string;
  readonly groups: readonly {
    readonly title: string;
    readonly rows: readonly { readonly audience: Audience; readonly words: string; readonly on: boolean; readonly waiting: number }[];
  }[];
}
interface SwitchModel {
  readonly heading: string;
  readonly lines: readonly string[];
  /** It stops everything: the reader is to stop, too. */
  readonly interrupts: boolean;
  readonly action: string;
  readonly to: string;
  readonly turn: 'on' | 'off';
  readonly press: string;
  readonly cancel: string;
}

const sendingView = view<SendingModel>('settings/sending.njk');
const switchView = view<SwitchModel>('settings/switch.njk');

const nothing = z.object({});
const section = 'settings' as const;
const settings = { text: 'Settings', href: paths.settings() };
const around = (title: string) => ({ title, section, crumbs: [settings, { text: 'Sending', href: paths.sending() }] });

const DONE = { on: 'Sending is on.', off: 'Sending is off.', already: 'It was so already: nothing was changed.' } as const;

type To = Audience | 'all';
const isOn = (sending: Sending, to: To): boolean => (to === 'all' ? sending.all : sending.audiences[to]);
const messages = (count: number): string => `${count} ${count === 1 ? 'message' : 'messages'}`;

async function switchPage(context: WebContext, viewer: Viewer, area: Area, to: To, turn: 'on' | 'off'): Promise<PageAnswer> {
  const { pool } = context;
  const query = areaQuery(context, viewer, area);
  const [sending, held] = await Promise.all([readSending(pool, area.id), readHeldBySwitch(pool, area.id)]);
  const goes = held.filter(({ audience }) => (to === 'all' ? sending.audiences[audience] : audience === to));
  const waiting = goes.reduce((sum, { count }) => sum + count, 0);
  const whom = to === 'all' ? 'anybody' : AUDIENCE_WORDS[to];
  const stopsAll = to === 'all' && turn === 'off';
  const lines =
    turn === 'off'
      ? [
          stopsAll
            ? `From that moment nothing goes out in ${area.name}: no invitation, no reminder to the team, no word of a missed deadline, nobody on call.`
            : `From that moment nothing goes to ${whom}. What would go waits here, and goes when it is switched on again.`,
          ...(stopsAll ? ['What would go waits here, and goes when it is switched on again. Phone whoever must know at once.'] : []),
          'What is being sent at this moment may still arrive.',
        ]
      : [
          !sending.all && to !== 'all'
            ? 'Sending is stopped for the whole area: nothing goes until that is switched on.'
            : waiting === 0
              ? 'Nothing waits for it.'
              : `${messages(waiting)} that wait go soon. Each is checked again before it goes.`,
        ];
  const model: SwitchModel = {
    heading: stopsAll ? `Stop all sending in ${area.name}?` : `Switch sending to ${whom} ${turn}?`,
    lines,
    interrupts: stopsAll,
    action: paths.sendingSwitch(query),
    ...{ to, turn },
    press: stopsAll ? 'Stop all sending' : `Switch it ${turn}`,
    cancel: paths.sending(query),
  };
  return shows(switchView, model, around(stopsAll ? 'Stop all sending' : 'Switch sending'));
}

/** Who may be written to. */
export const sendingPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.sending,
    permission: 'sending:switch',
    audit: 'sending-shown',
    params: nothing,
    query: z.object({ done: z.enum(['on', 'off', 'already']).optional(), area: z.string().optional() }),
    answer: async ({ query: { done, area }, viewer }, context) => {
      const chosen = areaChosen(context, viewer, area);
      const { id, name } = chosen;
      const { pool } = context;
      const [sending, held, since] = await Promise.all([readSending(pool, id), readHeldBySwitch(pool, id), stoppedSince(pool)]);
      const row = (audience: Audience) => ({
        audience,
        words: audienceTitle(audience),
        on: sending.audiences[audience],
        waiting: held.find((one) => one.audience === audience)?.count ?? 0,
      });
      const model: SendingModel = {
        area: name,
        all: sending.all,
        stopped: since === null ? null : instantText(parseInstant(since)),
        done: done === undefined ? null : DONE[done],
        action: paths.sendingSwitch(areaQuery(context, viewer, chosen)),
        groups: [
          { title: 'Inside the team', rows: AUDIENCES.filter(isStaffAudience).map(row) },
          { title: 'Outside the team', rows: AUDIENCES.filter((one) => !isStaffAudience(one)).map(row) },
        ],
      };
      return shows(sendingView, model, { title: 'Sending', section, crumbs: [settings], wide: true, saysItself: 'stopped' });
    },
  }),
  page({
    method: 'post',
    path: paths.sendingSwitch,
    permission: 'sending:switch',
    audit: 'sending-switched',
    params: nothing,
    query: z.object({ area: z.string().optional() }),
    form: z.object({ to: z.enum([...AUDIENCES, 'all']), turn: z.enum(['on', 'off']), sure: z.string().optional() }),
    answer: async ({ form: { to, turn, sure }, query, viewer }, context) => {
      const area = areaChosen(context, viewer, query.area);
      const of = areaQuery(context, viewer, area);
      const { pool } = context;
      const on = turn === 'on';
      if (isOn(await readSending(pool, area.id), to) === on) return { redirect: paths.sending({ ...of, done: 'already' }) };
      if (sure !== 'yes') return switchPage(context, viewer, area, to, turn);
      // The switch itself keeps neither who pressed it nor when: the access log does, before it counts.
      await logAccess(pool, { actor: actorOf(viewer), auditEvent: `sending-${turn}:${to}`, registerId: null, outcome: 'done' });
      await setSending(pool, area.id, to === 'all' ? { on } : { audience: to, on });
      return { redirect: paths.sending({ ...of, done: turn }) };
    },
  }),
];
