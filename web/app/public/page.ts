import type { KeptFields } from '../../../services/staff/kept-forms';
import type { createAskingLimits } from '../../../services/access/limits';
import type { Area } from '../../../services/rules/areas';
import type { Path } from '../../paths';
import type { WebContext } from '../context';
import type { View } from '../view';

/** What pages for everybody are given to work with. */
export interface PublicContext extends WebContext {
  readonly asking: ReturnType<typeof createAskingLimits>;
}

/** What comes with a request of somebody who has not signed in, and need not. */
export interface PublicInput {
  /** What was posted; empty of a page that is only opened. */
  readonly form: KeptFields;
  /** What this service gave the browser to keep; null: nothing, or not as it was given. */
  readonly kept: string | null;
  /** What the address names. */
  readonly params: Readonly<Record<string, string>>;
  /** The address that it came from. */
  readonly from: string;
}

/** What a page for everybody shows. */
export interface PublicShown {
  readonly view: View<object>;
  readonly model: object;
  readonly title: string;
  readonly status?: number;
  /** It bears what somebody typed: their own browser may show it again when they go back to it, and nothing else keeps it. */
  readonly goesBack?: true;
  readonly easyRead?: boolean;
  /** The area whose it is, where the page knows it. */
  readonly area?: Area;
}

export type PublicAnswer =
  | PublicShown
  /** `keep`: what the browser is to bring back to the pages below `within`, and shows nobody. */
  | { readonly redirect: string; readonly keep?: { readonly text: string; readonly within: string } };

/**
 * A page for everybody: nobody signs in, no session is begun, and nothing of anybody is shown. Its forms bear no token against forged requests:
 * there is nothing that another site could do in somebody's name.
 */
export interface PublicPage {
  readonly method: 'get' | 'post';
  readonly path: Path;
  /** It is shown whichever area somebody lives in, also before they have said. */
  readonly anyArea?: boolean;
  readonly answer: (input: PublicInput, context: PublicContext) => Promise<PublicAnswer>;
}

/** Shows a model in its view; nothing else compiles than a view's own model. */
export const showsAll = <Model extends object>(
  view: View<Model>,
  model: Model,
  title: string,
  more: Pick<PublicShown, 'status' | 'goesBack' | 'easyRead' | 'area'> = {},
): PublicShown => ({ view: view as View<object>, model, title, ...more });
