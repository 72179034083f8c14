import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Scope } from '../../services/access/scopes';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { scopeWords } from '../content/scopes';
import { paths } from '../paths';

interface DevelopersModel {
  /** Where the API is. */
  readonly api: string;
  readonly tokens: string;
  /** What a token may do that is enough for the example. */
  readonly scopes: readonly string[];
  /** An id for the event of the example: not every shell has a way to make one. */
  readonly event: string;
  readonly docs: string;
  readonly description: string;
  readonly answers: readonly { readonly status: string; readonly means: string; readonly todo: string }[];
}
const developersView = view<DevelopersModel>('developers/developers.njk');

/** What a sender of events can be answered, in the order in which one meets it. */
const ANSWERS: DevelopersModel['answers'] = [
  { status: '200', means: 'Recorded. “changes” says what it started, moved and ended.', todo: 'Nothing.' },
  {
    status: '201',
    means: 'A referral was recorded, of somebody new. “registerId” is how you name the person from now on.',
    todo: 'Keep it.',
  },
  {
    status: '202',
    means: 'Taken in, and looked at by a person, or held for what may come before it.',
    todo: 'Nothing; ask again later if you wish to know.',
  },
  { status: '400', means: 'Not as it must be. “errors” names each field and how it must be.', todo: 'Mend it and send it again.' },
  { status: '401', means: 'The token is missing, unknown, revoked or past its end.', todo: 'Ask for a new one.' },
  { status: '403', means: 'The token is not for this.', todo: 'Ask for a token that is.' },
  {
    status: '409',
    means: 'Refused: it contradicts the record. “code” and “detail” say why. It is kept as refused, and a person sees it.',
    todo: 'Mend it and send it under a new id.',
  },
  { status: '412', means: 'The record has moved on since the sequence in If-Match.', todo: 'Read again, and decide again.' },
  { status: '429', means: 'Too much in this minute.', todo: 'Wait for Retry-After, and send the same again.' },
  {
    status: '503',
    means: 'Nothing could be recorded at the moment, and nothing was.',
    todo: 'Wait for Retry-After, and send the same again with the same id.',
  },
];

const FIRST_TRY = ['referrals:write', 'events:write', 'people:find'] as const satisfies readonly Scope[];

export const developersPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.developers,
    permission: 'signed-in',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async (_input, { publicUrl }) => {
      const api = new URL('/api/v1', publicUrl).href;
      const model = {
        api,
        tokens: paths.tokens(),
        event: randomUUID(),
        scopes: FIRST_TRY.map(scopeWords),
        docs: `${api}/docs`,
        description: `${api}/openapi.json`,
        answers: ANSWERS,
      };
      return shows(developersView, model, { title: 'Developers', wide: true });
    },
  }),
];
