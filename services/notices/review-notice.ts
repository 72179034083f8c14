import { type Instant, isPlainDate, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { REVIEW_GROUPS, type ReviewGroup } from '../../domain/meetings/register-review';
import type { Audience } from '../../domain/pathway/types';
import type { StepName } from '../../domain/rules/rule-set';
import { isOneOf } from '../../domain/text';
import { type Client, db, firstOf, prepared, type Statement } from '../tables/query';
import { dueSentence } from './letters/words/dates';
import type { QueuedNotice } from './notice-rows';
import { checkOutside } from './outside-check';
import { toWriteOutside } from './outside-notice';
import type { Recipient } from './recipients';
import type { CheckDeps } from './sending/attempt';

const TEMPLATE = 'register-review';

/** Whether a notice tells of a review of the register. */
export const isReviewNotice = ({ template }: Pick<QueuedNotice, 'template'>): boolean => template === TEMPLATE;

interface ToTell {
  readonly review: { readonly id: string; readonly area: string; readonly group: ReviewGroup; readonly due: PlainDate };
  readonly step: StepName;
  readonly audience: Audience;
  readonly recipient: Recipient;
  readonly at: Instant;
  readonly today: PlainDate;
}

/** The statement that tells somebody that a review comes near, is due, or has not been held; once a day and no more. */
export const toWriteReviewNotice = ({ review, step, audience, recipient, at, today }: ToTell): Statement<unknown> =>
  toWriteOutside({
    key: `${TEMPLATE}/${review.id}/${step}@${today}/${audience}/${recipient.reference}`,
    ...{ template: TEMPLATE, audience, recipient: recipient.reference, recipientName: recipient.name, channel: 'mail' },
    params: { area: review.area, review: review.id, group: review.group, due: review.due },
    at,
  });

const waiting = prepared('review-of-notice', (id: string) =>
  db.selectFrom('register_review').select('due').where('id', '=', id).where('closed_at', 'is', null),
);

const isWaiting = async (database: Client, id: unknown): Promise<boolean> => (await firstOf(database, waiting(String(id)))) !== null;

const GROUP_WORDS: Readonly<Record<ReviewGroup, string>> = { 'under-18': 'people under 18', adult: 'adults', all: 'everybody' };
const isGroup = isOneOf(REVIEW_GROUPS);

/** What is to become of word of a review, as things stand now: of one that was held nobody is reminded. Throws where the database is away. */
export const checkReviewNotice = (deps: CheckDeps, notice: QueuedNotice) =>
  checkOutside(deps, notice, {
    stopped: async () => ((await isWaiting(deps.pool, notice.params['review'])) ? null : { ended: 'dropped', reason: 'resolved' }),
    values: () => {
      const { group, due } = notice.params;
      if (typeof group !== 'string' || !isGroup(group) || typeof due !== 'string' || !isPlainDate(due)) return {};
      return { review: { of: GROUP_WORDS[group], due: dueSentence(due, due, londonDate(deps.now())) } };
    },
  });
