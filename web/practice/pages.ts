import { z } from 'zod';
import { fillPractice } from '../../services/practice/fill';
import { readStanding, type Standing } from '../../services/practice/standing';
import { area } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';
import { outboxBell } from '../../services/workflow/relay/loop';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { logBegun } from '../app/way/begun';
import { BARRED, WHAT_COMES } from '../content/practice';
import { paths } from '../paths';

interface PracticeModel {
  readonly heading: string;
  readonly lines: readonly string[];
  readonly comes: readonly string[];
  readonly progress: { readonly done: number; readonly of: number; readonly words: string } | null;
  /** What the button says; null: there is none. */
  readonly press: string | null;
  readonly action: string;
  readonly links: readonly { readonly text: string; readonly href: string }[];
}
const practiceView = view<PracticeModel>('practice/practice.njk');

/** How often the page of one that is being filled is asked for again. */
const REFRESH_SECONDS = 3;

const action = paths.practice();
const places = [
  { text: 'Open Today', href: paths.today() },
  { text: 'Open the register', href: paths.register() },
];
const plain = { comes: [], progress: null, press: null, action, links: [] };

function modelOf(standing: Standing): PracticeModel {
  if (standing.state === 'barred')
    return { ...plain, heading: 'This register cannot be filled with made-up people', lines: [BARRED[standing.why]] };
  if (standing.state === 'empty')
    return {
      ...plain,
      heading: 'Fill with made-up people',
      lines: [
        'Nobody is on record yet. To try the service, fill the register with people who do not exist. Nothing is sent to anyone.',
        'This cannot be undone: to begin with real people, start again with an empty data folder.',
      ],
      comes: WHAT_COMES,
      press: 'Fill with made-up people',
    };
  const { done, of, state } = standing;
  const progress = { done, of, words: `${done} of ${of} people are there.` };
  if (state === 'filled')
    return {
      ...plain,
      heading: 'The register is filled with made-up people',
      lines: [`${done} people, none of them real.`],
      links: places,
    };
  if (state === 'stopped')
    return {
      ...plain,
      heading: 'Filling was broken off',
      lines: ['What is there is whole. Go on to have the rest.'],
      progress,
      press: 'Go on filling',
    };
  return {
    ...plain,
    heading: 'Filling with made-up people',
    lines: ['It takes about a minute. This page is read again every few seconds; you can also leave it.'],
    progress,
    links: [{ text: 'See how far it is', href: action }],
  };
}

/** Begins to fill, or goes on; what goes wrong afterwards is logged, and the page says that it was broken off. */
async function fill({ pool, seals, area: present, clock, logger, practice }: WebContext): Promise<void> {
  const begun = await fillPractice({
    ...{
      offered: practice,
      pool,
      seals,
      clock,
      core: coreContext(),
      area: present,
      book: (id) => area(id).book,
      committed: outboxBell(pool),
    },
    onOdd: (odd) => logger.warn(odd, 'a made-up story went otherwise than it was meant'),
  });
  if (begun.status !== 'begun') return;
  begun.filled.catch((error: unknown) => logger.error({ err: error }, 'filling with made-up people was broken off'));
}

export const practicePages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.practice,
    permission: 'practice:fill',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async (_input, { pool, practice }) => {
      const standing = await readStanding(pool, practice);
      const model = modelOf(standing);
      const around = { title: model.heading, ...(standing.state === 'filling' ? { refreshAfter: REFRESH_SECONDS } : {}) };
      return shows(practiceView, model, around);
    },
  }),
  page({
    method: 'post',
    path: paths.practice,
    permission: 'practice:fill',
    audit: 'practice-filled',
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, context) => {
      const standing = await readStanding(context.pool, context.practice);
      if (standing.state === 'barred') {
        const model = modelOf(standing);
        return shows(practiceView, model, { title: model.heading }, { status: 409 });
      }
      if (standing.state === 'empty' || standing.state === 'stopped') {
        await logBegun(context, viewer, 'practice-filled');
        await fill(context);
      }
      return { redirect: action };
    },
  }),
];
