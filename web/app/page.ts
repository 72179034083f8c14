import type { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Permission } from '../../domain/access/permissions';
import type { KeptFields } from '../../services/staff/kept-forms';
import type { Viewer } from '../../services/staff/viewers';
import type { Path } from '../paths';
import type { Section } from './menu';
import { PageProblem } from './page-problem';
import type { View } from './view';
import type { WebContext } from './context';

/** Who may open a page: holders of a permission, or whoever has signed in. */
export type PagePermission = Permission | 'signed-in';

/** What the frame around a page is told of it. */
export interface Around {
  /** What it is; the frame adds the register id and the service's name. */
  readonly title: string;
  /** The person whom it is about. */
  readonly registerId?: string;
  readonly section?: Section;
  readonly back?: { readonly href: string; readonly text: string };
  readonly crumbs?: readonly { readonly href: string; readonly text: string }[];
  /** Lists and tables use the whole width; forms and text do not. */
  readonly wide?: true;
  /** The page itself says how sure its list is, or that sending is stopped: it is not said above it once more. */
  readonly saysItself?: 'sure' | 'stopped';
  /** Asked for again by the browser after so many seconds: something is under way. */
  readonly refreshAfter?: number;
}

/** What a page shows. */
export interface Shown {
  readonly view: View<object>;
  readonly model: object;
  readonly around: Around;
  readonly status?: number;
  /** Whom else it shows, for the access log. */
  readonly shown?: readonly string[];
  /** Everyone of whom it shows words that somebody typed. */
  readonly wordsOf?: readonly string[];
}

/** A file to be saved, of which nothing is shown. */
export interface FileAnswer {
  /** Codes and dates alone stand in its name. */
  readonly file: { readonly name: string; readonly type: string; readonly content: string | Buffer };
  /** Whom it is about, for the access log, where its address does not say it. */
  readonly shown: readonly string[];
}

/** What a page answers. */
export type PageAnswer =
  | Shown
  | FileAnswer
  /** `registerId`: whose record was worked on, where the address does not say it. */
  | {
      readonly redirect: string;
      readonly registerId?: string | undefined;
      /** What the access log is told came of it, where that is not what the page is for. */
      readonly outcome?: string;
    };

/** Shows a model in its view; nothing else compiles than a view's own model. */
export const shows = <Model extends object>(
  view: View<Model>,
  model: Model,
  around: Around,
  more: { readonly status?: number; readonly shown?: readonly string[]; readonly wordsOf?: readonly string[] } = {},
): Shown => ({ view: view as View<object>, model, around, ...more });

/** A file that was posted with a form. `too-large`: it was not read to its end; null: none was chosen. */
export type Uploaded = Buffer | 'too-large' | null;

export interface PageInput<P, Q, F> {
  readonly params: P;
  readonly query: Q;
  readonly form: F;
  /** Of a page that takes one. */
  readonly file: Uploaded;
  readonly viewer: Viewer;
}

interface Declared {
  readonly method: 'get' | 'post';
  readonly path: Path;
  readonly permission: PagePermission;
  /** Another permission with which it opens too, for some of its addresses alone. */
  readonly opensToo?: { readonly permission: Permission; readonly where: (params: Readonly<Record<string, unknown>>) => boolean };
  /** What the access log calls it; null where nobody's record is shown. */
  readonly audit: string | null;
  /** It shows nothing of the record itself, and is given though the record is restricted: it opens it, or says whose it is to open. */
  readonly besideRecord?: true;
  /** It opens to whoever was invited to the review that its address names (`:registerId`, `:meeting`) as one of its panel, and to nobody else. */
  readonly ofOwnReview?: true;
  /** A file is posted with its form, in a field of this name, of so many bytes at most. */
  readonly upload?: { readonly field: string; readonly most: number };
  /** A search: one reader makes so many in a minute and no more, so that nobody reads the register out of it. */
  readonly search?: true;
  /** What was typed on a day, said so that it means the same when it is shown on a later one: “today” becomes its date. */
  readonly later?: (typed: KeptFields, day: PlainDate) => KeptFields;
  /** What it says to whoever has not signed in, in place of sending them to sign in: nothing of anybody. */
  readonly signedOut?: (context: WebContext) => Promise<Shown>;
}

interface PageSpec<P extends z.ZodType, Q extends z.ZodType, F extends z.ZodType> extends Declared {
  readonly params: P;
  readonly query: Q;
  /** What is posted, but for the token against forged requests. Fields that a person fills in are read by the page, which gives errors back with what was typed. */
  readonly form?: F;
  readonly answer: (input: PageInput<z.output<P>, z.output<Q>, z.output<F>>, context: WebContext) => Promise<PageAnswer>;
}

export interface RawPage {
  readonly params: unknown;
  readonly query: unknown;
  readonly form: unknown;
  readonly file: Uploaded;
  readonly viewer: Viewer;
}

/** A page of the desk, as the frame mounts it. */
export interface Page extends Declared {
  readonly answer: (raw: RawPage, context: WebContext) => Promise<PageAnswer>;
}

function read<S extends z.ZodType>(schema: S, value: unknown, trouble: 'not-found' | 'bad-address'): z.output<S> {
  const result = schema.safeParse(value);
  if (!result.success) throw new PageProblem(trouble, { cause: result.error });
  return result.data;
}

/** Makes a page from its declaration. */
export function page<P extends z.ZodType, Q extends z.ZodType, F extends z.ZodType = z.ZodType>(spec: PageSpec<P, Q, F>): Page {
  const { params, query, form, answer, ...declared } = spec;
  return {
    ...declared,
    answer: async (raw, context) =>
      answer(
        {
          // A person who is not there and an address that cannot be are the same to the reader.
          params: read(params, raw.params, 'not-found'),
          query: read(query, raw.query, 'bad-address'),
          form: (form ? read(form, raw.form, 'bad-address') : raw.form) as z.output<F>,
          file: raw.file,
          viewer: raw.viewer,
        },
        context,
      ),
  };
}
