import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import type { Sheet as RecordSheet, SheetSection } from '../../domain/forms/sheets/sheet';
import { presentSheet, type SheetKind } from '../../domain/forms/sheets/sheets';
import { readSheet, saveSection } from '../../services/forms/sheets';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type FormError, formPage } from '../parts/form';
import { paths } from '../paths';
import { headerOf, subnavOf } from '../person/header';
import { standingOf } from '../person/standing';
import { one, type Typed } from '../record/fields';
import { questionsOf, readSection, typedOf } from './answers';
import { sheetModel, type SheetModel } from './sheet';
import { toldOf } from './told';

const sheetView = view<SheetModel>('forms/sheet.njk');

const sheetParams = z.object({ registerId: z.string(), sheet: z.string() });
const sectionParams = sheetParams.extend({ section: z.string() });

function sheetAt(kind: string): RecordSheet<SheetKind> {
  const sheet = presentSheet(kind);
  if (sheet === null) throw new PageProblem('not-found');
  return sheet;
}

function sectionAt(sheet: RecordSheet<SheetKind>, code: string): SheetSection {
  const section = sheet.sections.find((one) => one.code === code);
  if (!section) throw new PageProblem('not-found');
  return section;
}

async function sheetPage(
  context: WebContext,
  viewer: Viewer,
  registerId: string,
  kind: string,
  version: number | null,
): Promise<PageAnswer> {
  const sheet = sheetAt(kind);
  const now = context.clock();
  const [standing, versions] = await Promise.all([standingOf(context, registerId), readSheet(context.pool, registerId, sheet.kind)]);
  const shown = version === null ? (versions.at(-1) ?? null) : versions.find((one) => one.version === version);
  if (shown === undefined) throw new PageProblem('not-found');
  const names = await namesOfActors(
    context.pool,
    versions.map(({ source }) => source),
  );
  const mayWrite = viewer.permissions.has('people:write');
  const model: SheetModel = {
    person: headerOf(standing, londonDate(now)),
    subnav: subnavOf(standing, 'forms', viewer),
    ...sheetModel({ registerId, sheet, versions, shown, mayWrite, names, now }),
  };
  return shows(
    sheetView,
    model,
    { title: model.title, registerId, section: 'register', crumbs: [{ text: 'Forms', href: paths.forms({ registerId }) }] },
    { wordsOf: [registerId] },
  );
}

interface Filling {
  readonly registerId: string;
  readonly sheet: RecordSheet<SheetKind>;
  readonly section: SheetSection;
  readonly typed: Typed;
  /** The version that it is worked from. */
  readonly since: number;
  readonly errors?: readonly FormError[];
  readonly meanwhile?: readonly string[];
}

function sectionPage({ registerId, sheet, section, typed, since, errors = [], meanwhile = [] }: Filling): PageAnswer {
  const back = paths.sheet({ registerId, sheet: sheet.kind });
  return formPage(
    {
      heading: section.title,
      intro: [...(section.prompts ?? [])],
      questions: questionsOf(section),
      action: paths.sheetSection({ registerId, sheet: sheet.kind, section: section.code }),
      button: 'Save this section',
      cancel: back,
      hidden: { since: String(since) },
    },
    typed,
    { title: section.title, registerId, section: 'register', back: { href: back, text: sheet.title } },
    { errors, meanwhile },
  );
}

/** The sheets that staff fill in about a person, section by section. */
export const sheetPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.sheet,
    permission: 'history:read',
    audit: 'forms-shown',
    params: sheetParams,
    query: z.object({}),
    answer: ({ params, viewer }, context) => sheetPage(context, viewer, params.registerId, params.sheet, null),
  }),
  page({
    method: 'get',
    path: paths.sheetVersion,
    permission: 'history:read',
    audit: 'forms-shown',
    params: sheetParams.extend({ version: z.coerce.number().int().min(1).max(1_000_000) }),
    query: z.object({}),
    answer: ({ params, viewer }, context) => sheetPage(context, viewer, params.registerId, params.sheet, params.version),
  }),
  page({
    method: 'get',
    path: paths.sheetSection,
    permission: 'people:write',
    audit: 'forms-shown',
    params: sectionParams,
    query: z.object({}),
    answer: async ({ params: { registerId, ...at } }, context) => {
      const sheet = sheetAt(at.sheet);
      const section = sectionAt(sheet, at.section);
      const [, versions] = await Promise.all([standingOf(context, registerId), readSheet(context.pool, registerId, sheet.kind)]);
      const present = versions.at(-1);
      const typed = typedOf(section, present?.answers[section.code] ?? {});
      return { ...sectionPage({ registerId, sheet, section, typed, since: present?.version ?? 0 }), wordsOf: [registerId] };
    },
  }),
  page({
    method: 'post',
    path: paths.sheetSection,
    permission: 'people:write',
    audit: 'sheet-saved',
    params: sectionParams,
    query: z.object({}),
    form: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    answer: async ({ params: { registerId, ...at }, form, viewer }, context) => {
      const sheet = sheetAt(at.sheet);
      const section = sectionAt(sheet, at.section);
      const since = Number(/^\d{1,7}$/.exec(one(form, 'since'))?.[0] ?? 0);
      const read = readSection(section, form);
      if ('errors' in read) return sectionPage({ registerId, sheet, section, typed: form, since, errors: read.errors });
      const { pool, seals, clock } = context;
      const about = { registerId, sheet, section, answers: read.answers, since, source: actorOf(viewer) };
      const saved = await saveSection({ pool, seals, clock }, about);
      if (saved.status === 'unknown-person') throw new PageProblem('not-found');
      if (saved.status === 'duplicate') {
        const said = `This record was closed as a duplicate: nothing was saved. Copy what you typed to ${saved.duplicateOf}`;
        return sectionPage({
          registerId,
          sheet,
          section,
          typed: form,
          since,
          errors: [{ field: section.fields[0]?.name ?? '', message: said }],
        });
      }
      if (saved.status === 'changed') {
        const meanwhile = await toldOf(context, section, saved.present);
        return {
          ...sectionPage({ registerId, sheet, section, typed: form, since: saved.present.version, meanwhile }),
          wordsOf: [registerId],
        };
      }
      return { redirect: `${paths.sheet({ registerId, sheet: sheet.kind })}#${section.code}` };
    },
  }),
];
