import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { MOST_OF_REMARK, registerReview1, type RegisterReviewNote } from '../../domain/forms/meetings';
import type { ReviewDecision } from '../../domain/meetings/register-review';
import { readForms } from '../../services/forms/written-forms';
import { actionsInWords } from '../../services/meetings/actions/in-words';
import { readEvents } from '../../services/pathway/events';
import { saidInReviews, saySomething } from '../../services/register-review/decide';
import { readReviewDetails, type ReviewPerson } from '../../services/register-review/people';
import { readReviews, type RegisterReview } from '../../services/register-review/reviews';
import { namesOfActors } from '../../services/staff/actors';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import type { FormError } from '../parts/form';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { one, type Typed } from '../record/fields';
import { crumbOf, ofPerson, openReviewAt, peopleOf, posted, register, reviewAt, reviewsCrumb } from './around';
import { nextLeft, QUESTIONS, reviewPersonModel, type ReviewPersonModel, saidLines, typedOf } from './person';

const personView = view<ReviewPersonModel>('register-review/person.njk');

interface Saying {
  readonly typed?: Typed;
  readonly errors?: readonly FormError[];
  /** Somebody else said something meanwhile. */
  readonly theirs?: boolean;
}

async function personPage(
  context: WebContext,
  viewer: Viewer,
  review: RegisterReview,
  person: ReviewPerson,
  people: readonly ReviewPerson[],
  { typed, errors = [], theirs = false }: Saying = {},
): Promise<PageAnswer> {
  const { pool, clock } = context;
  const { registerId } = person;
  const standing = await standingOf(context, registerId);
  const [events, forms, all, details] = await Promise.all([
    readEvents(pool, registerId, null),
    readForms(pool, registerId),
    readReviews(pool, [review.area]),
    readReviewDetails(pool, review, [registerId], [], londonDate(clock())),
  ]);
  const inReviews = saidInReviews(forms);
  const said = inReviews.find(({ note }) => note.review === review.id);
  const earlier = all.filter(({ id, heldOn }) => id !== review.id && heldOn !== null && heldOn <= (review.heldOn ?? londonDate(clock())));
  const before = earlier.flatMap(({ id, heldOn }) => {
    const own = inReviews.find(({ note }) => note.review === id && note.decision !== 'parked');
    return own && heldOn !== null ? [{ said: own, on: heldOn }] : [];
  })[0];
  const names = await namesOfActors(pool, said ? [said.source] : []);
  const model = reviewPersonModel(
    {
      ...{ review, people, person, standing, events, said, names },
      details: details.get(registerId),
      actions: actionsInWords(standing, events, forms),
      before: before ?? null,
      mayWrite: viewer.permissions.has('events:write'),
    },
    {
      typed: typed ?? (said ? typedOf(said.note) : {}),
      version: said?.version ?? 0,
      errors,
      meanwhile: theirs && said ? saidLines(said.note).map(({ what, value }) => `${what}: ${value}`) : [],
    },
    clock(),
  );
  const title = 'Review of the register';
  return shows(
    personView,
    model,
    {
      title: errors.length > 0 ? `Error: ${title}` : title,
      registerId,
      section: 'register',
      crumbs: [register, reviewsCrumb, crumbOf(review)],
      wide: true,
    },
    { wordsOf: [registerId], ...(errors.length > 0 ? { status: 400 } : theirs ? { status: 409 } : {}) },
  );
}

/** What was typed of somebody, or what is wrong with it. */
function readNote(typed: Typed, review: string): { readonly note: RegisterReviewNote } | { readonly errors: readonly FormError[] } {
  const parks = one(typed, 'go') === 'park';
  const decision = (parks ? 'parked' : one(typed, 'decision')) as ReviewDecision;
  const words = Object.fromEntries(
    ['risk', 'progress', 'words'].flatMap((name) => {
      const text = one(typed, name).replaceAll('\r\n', '\n');
      return text === '' ? [] : [[name, text]];
    }),
  );
  const errors: FormError[] = [];
  for (const [field, text] of Object.entries(words))
    if (text.length > MOST_OF_REMARK) errors.push({ field, message: 'Write at most 4,000 characters' });
  const rating = one(typed, 'rating');
  if (decision === 'rating' && rating === '') errors.push({ field: 'rating', message: 'Choose which rating is proposed' });
  if (decision === 'not-looked-at' && words['words'] === undefined)
    errors.push({ field: 'words', message: 'Say why they were not looked at' });
  if (errors.length > 0) return { errors };
  const read = registerReview1.safeParse({ review, decision, ...words, ...(decision === 'rating' ? { rating } : {}) });
  if (read.success) return { note: read.data };
  const field = QUESTIONS.find(({ name }) => read.error.issues.some(({ path }) => path[0] === name))?.name ?? 'decision';
  return {
    errors: [
      {
        field,
        message: field === 'decision' ? 'Choose what the group said' : 'There is a character in it that cannot be kept: type it once more',
      },
    ],
  };
}

/** Somebody in a review: what the group is shown of them, and what it says. */
export const reviewPersonPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.registerReviewPerson,
    permission: 'history:read',
    audit: 'register-review-person-shown',
    params: ofPerson,
    query: z.object({}),
    answer: async ({ params: { review: id, registerId }, viewer }, context) => {
      const review = await reviewAt(context, viewer, id);
      const { people } = await peopleOf(context, viewer, review);
      const person = people.find((one) => one.registerId === registerId);
      if (!person) throw new PageProblem('not-found');
      return personPage(context, viewer, review, person, people);
    },
  }),
  page({
    method: 'post',
    path: paths.registerReviewPerson,
    permission: 'events:write',
    audit: 'register-review-said',
    params: ofPerson,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { review: id, registerId }, form, viewer }, context) => {
      const review = await openReviewAt(context, viewer, id);
      const { people } = await peopleOf(context, viewer, review);
      const person = people.find((one) => one.registerId === registerId);
      if (!person) throw new PageProblem('not-found');
      const read = readNote(form, id);
      if ('errors' in read) return personPage(context, viewer, review, person, people, { typed: form, errors: read.errors });
      const { pool, seals, clock } = context;
      const since = Number(/^\d{1,7}$/.exec(one(form, 'version'))?.[0] ?? 0);
      const said = await saySomething({ pool, seals, clock }, { registerId, note: read.note, since, source: actorOf(viewer) });
      if (said === 'changed') return personPage(context, viewer, review, person, people, { typed: form, theirs: true });
      if (said !== 'saved') throw new PageProblem('moved');
      const next = nextLeft(people, registerId);
      return {
        redirect: next === null ? paths.registerReview({ review: id }) : paths.registerReviewPerson({ review: id, registerId: next }),
      };
    },
  }),
];
