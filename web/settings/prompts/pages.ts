import { z } from 'zod';
import { promptedSheet } from '../../../domain/forms/sheets/prompts';
import type { Sheet } from '../../../domain/forms/sheets/sheet';
import { type AreaVersion, changeArea, readAreaVersions } from '../../../services/areas/versions';
import { type Area, areaOfFile } from '../../../services/rules/areas';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import { areaChosen, areaQuery } from '../../app/areas';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { byText, instantText } from '../../content/staff';
import { type FormError, formPage, type Question } from '../../parts/form';
import { paths } from '../../paths';
import { one, type Typed } from '../../record/fields';
import { readWhy } from '../staff/fields';
import { namesOf, staffFor } from '../staff/known';
import { type PromptsChange, promptQuestions, promptsChanged, promptsTyped, readPrompts } from './read';

interface CheckModel {
  readonly heading: string;
  readonly area: string;
  readonly changes: readonly PromptsChange[];
  readonly why: string;
  readonly action: string;
  /** What was typed, to be posted again. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly cancel: string;
}
const checkView = view<CheckModel>('settings/prompts/check.njk');

const params = z.object({ sheet: z.string() });
const query = z.object({ area: z.string().optional() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const WHY: Question = { as: 'words', name: 'why', label: 'Why?', hint: 'It stays with this version of the area’s profile.' };

/** The notes whose prompts are looked at, in the area as its last version has it. */
interface At {
  readonly context: WebContext;
  readonly viewer: Viewer;
  readonly sheet: Sheet;
  readonly area: Area;
  readonly versions: readonly AreaVersion[];
}

async function at(context: WebContext, viewer: Viewer, kind: string, areaId: string | undefined): Promise<At> {
  const sheet = promptedSheet(kind);
  if (!sheet) throw new PageProblem('not-found');
  const chosen = areaChosen(context, viewer, areaId);
  const versions = await readAreaVersions(context.pool, chosen.id);
  return { context, viewer, sheet, area: versions.at(-1)?.profile ?? chosen, versions };
}

const versionOf = ({ versions }: At): number => versions.at(-1)?.version ?? 0;
const ownOf = ({ sheet }: At, { prompts = {} }: Area) => prompts[sheet.kind] ?? {};

const around = ({ context, viewer, area }: At, title: string) => ({
  title,
  section: 'settings' as const,
  crumbs: [
    { text: 'Settings', href: paths.settings() },
    { text: 'Area profile', href: paths.areaProfile(areaQuery(context, viewer, area)) },
  ],
});
const here = ({ context, viewer, sheet, area }: At): string => paths.areaPrompts({ sheet: sheet.kind }, areaQuery(context, viewer, area));

interface Typing {
  readonly typed: Typed;
  readonly errors?: readonly FormError[];
  readonly meanwhile?: readonly string[];
}

const formOf = (seen: At, { typed, errors = [], meanwhile = [] }: Typing): PageAnswer =>
  formPage(
    {
      heading: `Prompts: ${seen.sheet.title}`,
      intro: [
        'What to talk about in each section, one prompt a line. Leave a section empty, and the prompts of the service stand there.',
        'They count from the moment that you save them. The notes of a day that is past show the prompts with which that day ended.',
      ],
      questions: [...promptQuestions(seen.sheet), WHY],
      action: here(seen),
      button: 'See what this changes',
      cancel: paths.areaProfile(areaQuery(seen.context, seen.viewer, seen.area)),
      hidden: { version: String(versionOf(seen)) },
    },
    typed,
    around(seen, 'Prompts of the notes'),
    { errors, meanwhile },
  );

function checkPage(seen: At, changes: readonly PromptsChange[], why: string, typed: Typed): PageAnswer {
  const fields = Object.keys(promptsTyped(seen.sheet, {}));
  const model: CheckModel = {
    heading: `Change the prompts: ${seen.sheet.title}?`,
    area: seen.area.name,
    ...{ changes, why, action: here(seen) },
    hidden: ['version', 'why', ...fields].map((name) => ({ name, value: one(typed, name) })),
    cancel: paths.areaProfile(areaQuery(seen.context, seen.viewer, seen.area)),
  };
  return shows(checkView, model, around(seen, 'Check the prompts'));
}

/** What became of the profile since the version that somebody worked from, in words. */
async function toldSince(seen: At, version: number): Promise<readonly string[]> {
  const nameOf = namesOf(await staffFor(seen.context, seen.viewer));
  const worked = version === 0 ? areaOfFile(seen.area.id) : seen.versions.find((one) => one.version === version)?.profile;
  const changes = worked ? promptsChanged(seen.sheet, ownOf(seen, worked), ownOf(seen, seen.area)) : [];
  return [
    ...seen.versions
      .filter((one) => one.version > version)
      .map(({ at: when, by, why }) => `The profile: ${why} (${byText(by, nameOf)}, ${instantText(when)})`),
    ...changes.map(({ title, after, back }) => `${title}: ${back ? 'those of the service stand here again' : after.join(' ')}`),
  ];
}

async function change(seen: At, typed: Typed): Promise<PageAnswer> {
  const { context, viewer, sheet, area } = seen;
  if (one(typed, 'go') === 'back') return formOf(seen, { typed });
  const read = readPrompts(sheet, typed);
  const errors = [...read.errors];
  const why = readWhy(typed, errors);
  if (errors.length > 0) return formOf(seen, { typed, errors });
  const version = Number(/^\d{1,9}$/.exec(one(typed, 'version'))?.[0] ?? 0);
  if (version !== versionOf(seen)) return formOf(seen, { typed, meanwhile: await toldSince(seen, version) });
  const changes = promptsChanged(sheet, ownOf(seen, area), read.own);
  if (changes.length === 0)
    return formOf(seen, {
      typed,
      errors: [
        { field: Object.keys(promptsTyped(sheet, {}))[0] ?? '', message: 'Nothing is changed yet. Write a prompt, or go back with Cancel' },
      ],
    });
  if (one(typed, 'sure') !== 'yes') return checkPage(seen, changes, why, typed);
  const { [sheet.kind]: _, ...others } = area.prompts ?? {};
  const prompts = Object.keys(read.own).length === 0 ? others : { ...others, [sheet.kind]: read.own };
  const profile = { ...area, prompts } as Area;
  const answer = await changeArea(context.pool, { profile, ifMatch: version, by: actorOf(viewer), why, at: context.clock() });
  if (answer.status === 'unknown-area') throw new PageProblem('not-found');
  if (answer.status === 'area-changed') {
    const now = await at(context, viewer, sheet.kind, area.id);
    return formOf(now, { typed, meanwhile: await toldSince(now, version) });
  }
  return { redirect: `${paths.areaProfile({ ...areaQuery(context, viewer, area), done: 'prompts' })}#prompts-h` };
}

/** The area's own prompts for the notes of meetings and visits, without a programmer (004 L1087). */
export const promptPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.areaPrompts,
    permission: 'areas:write',
    audit: 'area-prompts-shown',
    ...{ params, query },
    answer: async (input, context) => {
      const seen = await at(context, input.viewer, input.params.sheet, input.query.area);
      return formOf(seen, { typed: promptsTyped(seen.sheet, ownOf(seen, seen.area)) });
    },
  }),
  page({
    method: 'post',
    path: paths.areaPrompts,
    permission: 'areas:write',
    audit: 'area-prompts-changed',
    ...{ params, query },
    form: posted,
    answer: async ({ params: { sheet }, query: { area }, form, viewer }, context) => change(await at(context, viewer, sheet, area), form),
  }),
];
