import { z } from 'zod';
import { OPENING_CODES, type OpeningCode } from '../../domain/access/restriction';
import { isOneOf, typedText } from '../../domain/text';
import { readGround } from '../../services/access/restricted';
import { openRestricted } from '../../services/restricted/open';
import { parseRegisterId } from '../../services/people/register-id';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { type Answered, interruption } from '../app/restricted/interruption';
import { view } from '../app/view';
import { clockText } from '../content/dates';
import { paths } from '../paths';

interface GoOnModel {
  readonly until: string;
  readonly to: string;
  readonly typed: readonly { readonly name: string; readonly value: string }[];
  readonly record: string;
}

const goOnView = view<GoOnModel>('restricted/go-on.njk');

/** Words are asked for, and not many. */
const WORDS = typedText(1_000);

function readReason(code: string, why: string): { readonly code: OpeningCode; readonly why: string } | Answered {
  const errors = [
    ...(isOneOf(OPENING_CODES)(code) ? [] : [{ field: 'code', message: 'Choose why you need this record' }]),
    ...(WORDS.safeParse(why).success
      ? []
      : [{ field: 'why', message: why === '' ? 'Say it in your own words' : 'Say it in at most 1,000 characters' }]),
  ];
  return errors.length > 0 || !isOneOf(OPENING_CODES)(code) ? { code, why, errors } : { code, why };
}

const HERE = 'http://here.invalid';

/** Where somebody was going, if that is a page of this service; otherwise the first page of the record. A sign-in that leads elsewhere is not gone to. */
function placeOf(to: string, registerId: string): string {
  const record = paths.person({ registerId });
  if (!to.startsWith('/') || !URL.canParse(to, HERE)) return record;
  const { origin, pathname, search } = new URL(to, HERE);
  return origin === HERE && /^\/(people|notices|sort-out)\//.test(pathname) ? `${pathname}${search}` : record;
}

/** What had been posted, field by field; null: nothing had. */
function fieldsOf(typed: string): GoOnModel['typed'] | null {
  if (typed === '') return null;
  let read: unknown;
  try {
    read = JSON.parse(typed);
  } catch {
    return null;
  }
  const fields = z.record(z.string(), z.union([z.string(), z.array(z.string())])).safeParse(read);
  if (!fields.success) return null;
  return Object.entries(fields.data).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}

/** Opens a restricted record for 60 minutes: whoever can open a person's pages can say why they need this one. */
export const openPage: Page = page({
  method: 'post',
  path: paths.openRestricted,
  permission: 'pathways:read',
  audit: 'restricted-opened',
  besideRecord: true,
  params: z.object({ registerId: z.string() }),
  query: z.object({}),
  form: z.object({
    code: z.string().default(''),
    why: z.string().default(''),
    to: z.string().max(2_000).default(''),
    typed: z.string().default(''),
  }),
  answer: async ({ params, form, viewer }, { pool, seals, clock }): Promise<PageAnswer> => {
    const registerId = parseRegisterId(params.registerId);
    if (registerId === null) throw new PageProblem('not-found');
    const now = clock();
    const to = placeOf(form.to, registerId);
    if ((await readGround(pool, viewer, registerId, now)).as === 'shut') {
      const reason = readReason(form.code, form.why.trim());
      if ('errors' in reason) return interruption(registerId, { to, typed: form.typed }, reason);
      await openRestricted({ pool, seals }, { registerId, staff: viewer.id, ...reason }, now);
    }
    const typed = fieldsOf(form.typed);
    if (typed === null) return { redirect: to };
    const ground = await readGround(pool, viewer, registerId, now);
    const until = ground.as === 'opened' ? clockText(ground.opening.until) : 'the restriction changes';
    const model = { until, to, typed, record: paths.person({ registerId }) };
    return shows(goOnView, model, { title: 'The record is open', registerId });
  },
});
