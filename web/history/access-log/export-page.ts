import { z } from 'zod';
import { type Instant, londonDate } from '../../../domain/calendar/dates';
import { typedText } from '../../../domain/text';
import { keepAccessExport, listAccessExports } from '../../../services/access/exports';
import { countLooks, MOST_LOOKS_COUNTED, readAllLooks } from '../../../services/access/looks';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { view } from '../../app/view';
import { momentText } from '../../content/dates';
import { paths } from '../../paths';
import { COLUMNS, csvOf } from './csv';
import { type Filter, filterFields, filterOf, type FilterQuery } from './filter';

interface ExportModel {
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly said: string;
  readonly columns: typeof COLUMNS;
  readonly action: string;
  readonly fields: Filter['fields'];
  readonly why: string;
  readonly whyError: string;
  /** Whether a file can be made of what is asked for. */
  readonly fit: boolean;
  readonly back: string;
  readonly before: readonly { readonly when: string; readonly who: string; readonly entries: number; readonly why: string }[];
}

const exportView = view<ExportModel>('history/access-log/export.njk');
const WORDS = typedText(1_000);
const EXPORTS_SHOWN = 20;

const entriesText = (count: number): string => `${count.toLocaleString('en-GB')} ${count === 1 ? 'entry' : 'entries'}`;

function saidOf({ errors, period }: Filter, count: number): string {
  if (errors.length > 0) return 'What is asked for cannot be read. Go back to the access log, and mend the filters.';
  if (count > MOST_LOOKS_COUNTED) return `More than ${entriesText(MOST_LOOKS_COUNTED)} fit. Go back, and ask for a shorter time.`;
  return `${entriesText(count)} of the access log${period.said === null ? '' : `, ${period.said}`}, with the filters that you chose.`;
}

async function exportPage(
  context: WebContext,
  viewer: Viewer,
  filter: Filter,
  { why, whyError }: { readonly why: string; readonly whyError: string },
): Promise<PageAnswer> {
  const [count, before] = await Promise.all([
    filter.asked ? countLooks(context.pool, filter.asked) : 0,
    listAccessExports(context.pool, viewer.areas, EXPORTS_SHOWN),
  ]);
  const today = londonDate(context.clock());
  const model: ExportModel = {
    errors: whyError === '' ? [] : [{ field: 'why', message: whyError }],
    said: saidOf(filter, count),
    columns: COLUMNS,
    action: paths.accessLogExport(),
    fields: filter.fields,
    ...{ why, whyError },
    fit: filter.asked !== null && count > 0 && count <= MOST_LOOKS_COUNTED,
    back: filter.to(paths.accessLog),
    before: before.map(({ at, name, entries, why: reason }) => ({
      when: momentText(at.getTime() as Instant, today),
      who: name,
      entries,
      why: reason,
    })),
  };
  const ill = whyError !== '' || filter.errors.length > 0;
  const title = `${ill ? 'Error: ' : ''}Take the access log out as a file`;
  return shows(
    exportView,
    model,
    { title, section: 'access-log', back: { href: model.back, text: 'Access log' } },
    ill ? { status: 400 } : {},
  );
}

/** The filtered access log as a file, with a reason that is kept. */
export const exportPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.accessLogExport,
    permission: 'access-log:read',
    audit: 'access-export-shown',
    params: z.object({}),
    query: z.object(filterFields),
    answer: async ({ query, viewer }, context) =>
      exportPage(context, viewer, await filterOf(query, viewer, context), { why: '', whyError: '' }),
  }),
  page({
    method: 'post',
    path: paths.accessLogExport,
    permission: 'access-log:read',
    audit: 'access-log-exported',
    params: z.object({}),
    query: z.object({}),
    form: z.object({ ...filterFields, why: z.string().default('') }),
    answer: async ({ form, viewer }, context) => {
      const { why: typed, ...query } = form;
      const why = typed.trim();
      const filter = await filterOf(query satisfies FilterQuery, viewer, context);
      if (!WORDS.safeParse(why).success)
        return exportPage(context, viewer, filter, {
          why,
          whyError: why === '' ? 'Say what the file is for' : 'Say it in at most 1,000 characters',
        });
      const looks = filter.asked && (await readAllLooks(context.pool, filter.asked));
      if (!looks || looks.length === 0) return exportPage(context, viewer, filter, { why, whyError: 'No file can be made of this' });
      const now = context.clock();
      const asked = Object.fromEntries(filter.fields.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]));
      await keepAccessExport(context.pool, { staff: viewer.id, why, asked, entries: looks.length }, now);
      const shown = [...new Set(looks.flatMap(({ registerId }) => registerId ?? []))];
      return { file: { name: `access-log-${londonDate(now)}.csv`, type: 'text/csv; charset=utf-8', content: csvOf(looks) }, shown };
    },
  }),
];
