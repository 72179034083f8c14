import { z } from 'zod';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { readForms, type WrittenForm } from '../../services/forms/written-forms';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { type AnswerShown, answersShown } from '../asking/model';
import { PLAIN } from '../asking/plain';
import { momentText } from '../content/dates';
import { byText } from '../content/sources';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';

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
  readonly forms: readonly FormShown[];
}
const formsView = view<FormsModel>('forms/forms.njk');

/** What each form is called. */
const TITLES: Readonly<Record<WrittenForm['form']['kind'], string>> = { 'self-referral': 'Request for help' };

const shownOf = ({ id, form, at, source }: WrittenForm, today: PlainDate): FormShown => ({
  id,
  title: TITLES[form.kind],
  said: `${momentText(at, today)}, ${byText(source, new Map())}`,
  easyRead: form.answers.easyRead,
  answers: answersShown(PLAIN, form.answers),
});

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
          forms: forms.toReversed().map((form) => shownOf(form, today)),
        },
        { title: 'Forms', registerId, section: 'register', crumbs: [{ text: 'Register', href: paths.register() }] },
        { wordsOf: [registerId] },
      );
    },
  }),
];
