import { z } from 'zod';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { isAsked } from '../../domain/forms/forms';
import { PRESENT_SHEETS } from '../../domain/forms/sheets/sheets';
import { savedCount } from '../../services/forms/sheets';
import { readForms, type WrittenForm } from '../../services/forms/written-forms';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { type AnswerShown, answersOf } from '../asking/model';
import { ASKED_TITLES } from '../content/asked';
import { momentText } from '../content/dates';
import { byText } from '../content/sources';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';
import { sheetPages } from './sheet-pages';

interface FormShown {
  readonly id: string;
  readonly title: string;
  /** When it was filled in, and by whom. */
  readonly said: string;
  readonly easyRead: boolean;
  readonly answers: readonly AnswerShown[];
}
interface FormsModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  /** What staff fill in, section by section. */
  readonly sheets: readonly { readonly title: string; readonly about: string; readonly progress: string; readonly href: string }[];
  readonly forms: readonly FormShown[];
}
const formsView = view<FormsModel>('forms/forms.njk');

function shownOf({ id, form, at, source }: WrittenForm, today: PlainDate): readonly FormShown[] {
  if (!isAsked(form)) return [];
  return [
    {
      id,
      title: ASKED_TITLES[form.kind],
      said: `${momentText(at, today)}, ${byText(source, new Map())}`,
      easyRead: form.answers.easyRead,
      answers: answersOf(form),
    },
  ];
}

/** What was filled in about somebody, as it was filled in. */
export const formsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.forms,
    permission: 'history:read',
    audit: 'forms-shown',
    params: z.object({ registerId: z.string() }),
    query: z.object({}),
    answer: async ({ params: { registerId }, viewer }, context) => {
      const today = londonDate(context.clock());
      const [standing, forms] = await Promise.all([standingOf(context, registerId), readForms(context.pool, registerId)]);
      return shows(
        formsView,
        {
          person: headerOf(standing, today),
          subnav: subnavOf(standing, 'forms', viewer),
          sheets: PRESENT_SHEETS.map(({ kind, title, about, sections }) => ({
            ...{ title, about },
            progress: `${savedCount(forms, kind)} of ${sections.length} sections filled in`,
            href: paths.sheet({ registerId, sheet: kind }),
          })),
          forms: forms.toReversed().flatMap((form) => shownOf(form, today)),
        },
        { title: 'Forms', registerId, section: 'register', crumbs: [{ text: 'Register', href: paths.register() }] },
        { wordsOf: [registerId] },
      );
    },
  }),
  ...sheetPages,
];
