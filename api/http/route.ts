import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { Caller } from '../../services/access/callers';
import type { Scope } from '../../services/access/scopes';
import type { Shape } from '../../services/shapes/shape';
import type { ApiContext } from '../context';
import { checkTexts } from './body';
import { checked } from './issues';
import type { ProblemCode } from './problem';

/** Who may call: holders of a scope, or anybody. */
export type Permission = Scope | 'public';

/** What a route answers when all is well. A route that declares its answers gives an `AnswerOf` them. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON unless `type` says otherwise. */
  readonly body: unknown;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose record was shown or written, where the path does not say. */
  readonly registerId?: string;
  /** Of a list across people: everyone whom it shows, for the access log. */
  readonly shown?: readonly string[];
  /** Everyone of whom it shows words that somebody typed, for the access log. */
  readonly wordsOf?: readonly string[];
  /** True where the log of events, or of referrals, has it already: it is answered even if the access log cannot be written. */
  readonly kept?: true;
}

/** A body that comes in several forms: which schema reads it is chosen by a look at its fields, so that errors speak of the right form. */
export interface BodyForms<B> {
  readonly forms: readonly z.ZodType<B>[];
  readonly pick: (body: unknown) => z.ZodType<B>;
}

/** The form of a request without a body. */
export const noBody: BodyForms<undefined> = { forms: [], pick: () => z.undefined() };
/** The parameters of an address, or the query, of a route that takes none: anything there is refused rather than overlooked. */
export const nothing = z.strictObject({});

export interface Described {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** JSON without it; several where it depends on what is asked for. */
  readonly type?: string | readonly string[];
}

/** What a route can answer when all is well, by status. */
export type Answers = Readonly<Record<number, Described>>;

/** The body of an answer: what its schema says; where it has none, text or bytes of its type; where it has neither, nothing. */
type BodyOf<D> = D extends { readonly schema: infer S extends z.ZodType }
  ? { readonly body: Shape<S>; readonly type?: never }
  : D extends { readonly type: infer Type }
    ? { readonly body: string | Buffer; readonly type: Type extends readonly (infer One)[] ? One : Type }
    : { readonly body: undefined; readonly type?: never };

/** One of the answers that a route declares, with the body that is declared for its status: nothing else compiles. */
export type AnswerOf<A extends Answers> = {
  [Status in keyof A]: Answer & { readonly status: Status } & BodyOf<A[Status]>;
}[keyof A];

export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
  /** Null on public routes. */
  readonly caller: Caller | null;
}

interface Declared {
  readonly method: 'get' | 'post' | 'put';
  /** As express writes it; below `/api/v1` unless `atRoot`. */
  readonly path: string;
  readonly atRoot?: true;
  readonly permission: Permission;
  /** Another scope whose holders may call it as well. */
  readonly orPermission?: Scope;
  /** What the access log calls it; null where nobody's record is shown. */
  readonly audit: string | null;
  /** True where an integrator's token, bound to sites or types of events, opens it too; it looks at those bounds itself. */
  readonly integrators?: true;
  /** It tells or changes who somebody is, or their contacts: of a restricted record for holders of `restricted:read` alone. */
  readonly details?: true;
  /** A file stands in its body, in base64: it may be larger than others. */
  readonly takesFile?: true;
  /** A list across everyone: so many are read at one moment, and no more. */
  readonly list?: true;
  readonly summary: string;
  readonly description: string;
  readonly answers: Answers;
  readonly problems: readonly ProblemCode[];
  /** Headers that the route reads, for its description. */
  readonly headers?: z.ZodObject;
  /** Named examples of the body, for its description. */
  readonly examples?: Readonly<Record<string, unknown>>;
}

export interface RouteSpec<P, Q, B, A extends Answers> extends Declared {
  readonly answers: A;
  readonly params: z.ZodObject & z.ZodType<P>;
  readonly query: z.ZodObject & z.ZodType<Q>;
  readonly body: BodyForms<B>;
  readonly handle: (input: Input<P, Q, B>, context: ApiContext) => Promise<AnswerOf<A>>;
}

/** A request as it reaches a route: authenticated, and not yet read by any schema. */
export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly caller: Caller | null;
  /** Reads the body; asked for only after the address has been checked. */
  readonly readBody: () => Promise<unknown>;
}

/** A route of the table. */
export interface Route extends Declared {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly bodyForms: readonly z.ZodType[];
  /** Reads the request by the route's schemas and does it. Throws Problems. */
  readonly answer: (request: RawRequest, context: ApiContext) => Promise<Answer>;
}

/** A filter that is named and left empty, as in `?rating=&status=open`, is none. (Where something is written, an empty word is refused.) */
const withoutEmpty = (query: unknown, known: Readonly<Record<string, unknown>>): unknown =>
  typeof query === 'object' && query !== null
    ? Object.fromEntries(Object.entries(query).filter(([name, value]) => value !== '' || !Object.hasOwn(known, name)))
    : query;

/** Makes a route of the table from its declaration; its handler is given what its schemas read, and must answer what they say. */
export function route<P, Q, B, const A extends Answers>(spec: RouteSpec<P, Q, B, A>): Route {
  const { params, query, body, handle, ...declared } = spec;
  return {
    ...declared,
    params,
    query,
    bodyForms: body.forms,
    answer: async (request, context) => {
      checkTexts(request.params, 'The address');
      checkTexts(request.query, 'The query');
      const readParams = checked(params, request.params, 'The address');
      const readQuery = checked(query, spec.method === 'get' ? withoutEmpty(request.query, query.shape) : request.query, 'The query');
      const raw = body.forms.length > 0 ? await request.readBody() : undefined;
      checkTexts(raw, 'The body');
      const readBody = checked(body.pick(raw), raw, 'The body');
      return handle({ params: readParams, query: readQuery, body: readBody, headers: request.headers, caller: request.caller }, context);
    },
  };
}
