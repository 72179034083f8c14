import { ASKED_KINDS, type AskedKind } from '../../domain/forms/asked';
import { PRINTED } from '../../domain/forms/printed/all';
import type { Drawing, PrintedForm, PrintedPart } from '../../domain/forms/printed/printed';
import { PageProblem } from '../app/page-problem';
import { type PublicContext, type PublicPage, type PublicShown, showsAll } from '../app/public/page';
import { view } from '../app/view';
import { localOfferShown, type OfferShown } from '../content/local-offer';
import { WORDS } from '../asking/wordings';
import { askingPaths, paths } from '../paths';
import { blankForm } from './blank';

interface Link {
  readonly href: string;
  readonly text: string;
}
interface ListModel {
  /** Who holds the register, and where; null: the area does not say. */
  readonly heldBy: string | null;
  /** What the Local Offer of the area says. */
  readonly offer: readonly OfferShown[];
  /** What is asked on the pages, with the same in easy words and on paper. */
  readonly asked: readonly { readonly title: string; readonly about: string; readonly href: string; readonly also: readonly Link[] }[];
  /** What is printed or read, with the same in easy words. */
  readonly printed: readonly { readonly title: string; readonly about: string; readonly href: string; readonly also: readonly Link[] }[];
}
interface FormModel {
  readonly title: string;
  readonly about: string;
  readonly sections: readonly {
    readonly title: string;
    readonly drawing: Drawing | null;
    readonly newPage: boolean;
    readonly parts: readonly PartModel[];
  }[];
  /** Which edition this is, as it stands at the foot of the paper. */
  readonly edition: string;
  /** Where the edition that is given out now stands; null: this is it. */
  readonly present: string | null;
  readonly other: Link | null;
  /** Below the edition, and no part of it: what the Local Offer of the area says. */
  readonly offer: readonly OfferShown[];
  readonly back: string;
}
/** A part as it is shown; where it gives room to write, a number for each line. */
type PartModel = PrintedPart & { readonly room: readonly number[] };

const listView = view<ListModel>('printed/list.njk');
const formView = view<FormModel>('printed/form.njk');

/** Everything that can be printed: what is given out on paper alone, and every form of the pages, blank. */
const all: readonly PrintedForm[] = [...PRINTED, ...ASKED_KINDS.flatMap((kind) => [blankForm(kind, false), blankForm(kind, true)])];
const presentOf = (kind: string): PrintedForm | undefined => all.findLast((form) => form.kind === kind);

const EASY = '-easy-read';
/** What is given to families to read: beside it stands where they read more. */
const WITH_OFFER: ReadonlySet<string> = new Set(['guidance', 'keyworker']);
/** The same in the other words, where there is one. */
function otherOf({ kind, easyRead }: PrintedForm): Link | null {
  const other = easyRead ? kind.slice(0, -EASY.length) : kind + EASY;
  return presentOf(other)
    ? { href: paths.printedForm({ form: other }), text: easyRead ? 'Without pictures' : 'Easy read, with pictures' }
    : null;
}

function askedOf(kind: AskedKind): ListModel['asked'][number] {
  const { start, paper } = WORDS[kind].plain;
  return {
    ...{ title: start.title, about: paper.about, href: askingPaths[kind].plain.start() },
    also: [
      { href: askingPaths[kind].easy.start(), text: 'Easy read, with pictures' },
      { href: paths.printedForm({ form: kind }), text: 'To print' },
      { href: paths.printedForm({ form: kind + EASY }), text: 'Easy read, to print' },
    ],
  };
}

const list: Omit<ListModel, 'heldBy' | 'offer'> = {
  asked: ASKED_KINDS.map(askedOf),
  printed: [...new Map(PRINTED.map((form) => [form.kind, form])).values()]
    .filter(({ easyRead }) => !easyRead)
    .map((form) => ({
      ...{ title: form.title, about: form.about, href: paths.printedForm({ form: form.kind }) },
      also: [otherOf(form)].filter((one) => one !== null),
    })),
};

function shown(form: PrintedForm | undefined, { area }: PublicContext): PublicShown {
  const present = form && presentOf(form.kind);
  if (!form || !present) throw new PageProblem('not-found');
  const { name, phone } = area().team;
  const said = (words: string): string => words.replaceAll('{team}', name).replaceAll('{phone}', phone);
  const partOf = (part: PrintedPart): PartModel => {
    if (part.as === 'write') return { ...part, room: Array.from({ length: part.rows }, (_, row) => row) };
    return 'lines' in part ? { ...part, lines: part.lines.map(said), room: [] } : { ...part, room: [] };
  };
  const { title, easyRead, edition } = form;
  return showsAll(
    formView,
    {
      ...{ title, about: form.about, edition: `${title}, edition ${edition}.` },
      sections: form.sections.map((section) => ({
        title: section.title,
        drawing: section.drawing ?? null,
        newPage: section.newPage === true,
        parts: section.parts.map(partOf),
      })),
      present: present.edition === edition ? null : paths.printedForm({ form: form.kind }),
      ...{ other: otherOf(form), back: paths.printedForms() },
      offer: WITH_OFFER.has(form.kind) ? localOfferShown(area().localOffer) : [],
    },
    title,
    { easyRead },
  );
}

/** What can be asked for here, and what is to be read and printed: every edition of it. */
export const printedPages: readonly PublicPage[] = [
  {
    method: 'get',
    path: paths.printedForms,
    answer: (_input, { area }) => {
      const { heldBy = null, localOffer } = area();
      return Promise.resolve(showsAll(listView, { ...list, heldBy, offer: localOfferShown(localOffer) }, 'Forms and information'));
    },
  },
  { method: 'get', path: paths.printedForm, answer: async ({ params: { form = '' } }, context) => shown(presentOf(form), context) },
  {
    method: 'get',
    path: paths.printedEdition,
    answer: async ({ params: { form: kind, edition } }, context) =>
      shown(
        all.find((form) => form.kind === kind && String(form.edition) === edition),
        context,
      ),
  },
];
