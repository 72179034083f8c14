import { addDays, type Instant, londonDate, startOfDay } from '../../../domain/calendar/dates';
import { isInService } from '../../../domain/notices/staffing';
import { changeMember, comeBack, endAway, goAway, leave, letSignInAnew, type StaffAnswer } from '../../../services/staff/change';
import type { Member } from '../../../services/staff/members';
import { countOwned } from '../../../services/staff/owners';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { PageProblem } from '../../app/page-problem';
import { awayText, instantText } from '../../content/staff';
import { type Path, paths } from '../../paths';
import { one, type Typed } from '../../record/fields';
import { dayOf, type FormError, type Question } from '../../parts/form';
import { memberQuestions, readMemberFields, readWhy, typedOf, WHY } from './fields';
import { aboutChange, namesOf, staffDeps, staffFor } from './known';

/** What an act is given. */
export interface Acting {
  readonly context: WebContext;
  readonly viewer: Viewer;
  readonly member: Member;
  readonly typed: Typed;
  /** The version that the form was made from. */
  readonly version: number;
}

/** Something that is done with a member of staff: what is asked and said before, and how it is done. */
export interface Act {
  readonly path: Path<`/settings/staff/:id/${string}`>;
  readonly audit: string;
  readonly title: string;
  readonly button: string;
  /** What the page of the member says afterwards. */
  readonly done: string;
  readonly first: (member: Member, typed: Typed) => Typed;
  readonly ask: (acting: Acting) => Promise<{ readonly intro: readonly string[]; readonly questions: readonly Question[] }>;
  readonly act: (acting: Acting) => Promise<StaffAnswer | { readonly errors: readonly FormError[] }>;
}

const nothing = (): Typed => ({});
const versioned = ({ member: { id }, version }: Acting) => ({ id, ifMatch: version });

const change: Act = {
  path: paths.memberChange,
  audit: 'staff-changed',
  title: 'Change a member of staff',
  button: 'Save the change',
  done: 'changed',
  first: typedOf,
  ask: ({ viewer }) =>
    Promise.resolve({
      intro: ['It counts from the moment that you save it: what they may open, and which notices they get.'],
      questions: memberQuestions(viewer),
    }),
  act: (acting) => {
    const { context, viewer, member, typed } = acting;
    const { fields, why, errors } = readMemberFields(typed, viewer, member);
    if (errors.length > 0) return Promise.resolve({ errors });
    return changeMember(staffDeps(context, viewer), versioned(acting), fields, aboutChange(viewer, why, context));
  },
};

const leaving: Act = {
  path: paths.memberLeave,
  audit: 'staff-left',
  title: 'A member of staff leaves',
  button: 'Record leaving',
  done: 'left',
  first: nothing,
  ask: async ({ context, member: { id } }) => {
    const owned = await countOwned(context.pool, id, context.clock());
    const pathways = `${owned} open ${owned === 1 ? 'pathway' : 'pathways'}`;
    return {
      intro: [
        'From then on they cannot sign in, nothing goes to them, and their calendar feed ends. What waits for them goes to the others.',
        owned === 0
          ? 'They own no pathway.'
          : `They own ${pathways}. From then on nobody owns ${owned === 1 ? 'it' : 'them'}, and a task of the team lists ${owned === 1 ? 'it' : 'them'}.`,
      ],
      questions: [
        { as: 'day', name: 'last', label: 'Their last day', hint: 'Leave it empty if they have left already: it then counts from now.' },
        WHY,
      ],
    };
  },
  act: async (acting) => {
    const { context, viewer, typed } = acting;
    const now = context.clock();
    const errors: FormError[] = [];
    const last = dayOf(typed, 'last', errors);
    if (last !== null && last < londonDate(now))
      errors.push({ field: 'last-day', message: 'The last day must be today or later. Leave it empty if it has passed' });
    const why = readWhy(typed, errors);
    if (errors.length > 0) return { errors };
    const at = last === null ? now : startOfDay(addDays(last, 1));
    return leave(staffDeps(context, viewer), versioned(acting), at, aboutChange(viewer, why, context));
  },
};

const returning: Act = {
  path: paths.memberReturn,
  audit: 'staff-returned',
  title: 'A member of staff stays, or comes back',
  button: 'Record coming back',
  done: 'returned',
  first: nothing,
  ask: ({ context, member: { until } }) =>
    Promise.resolve({
      intro: [
        until !== null && until > context.clock()
          ? `They were to leave on ${instantText(until)}. They stay, and what they own stays theirs.`
          : 'They work here again from now, with the roles that they had. Pathways that they owned are not given back by this.',
      ],
      questions: [WHY],
    }),
  act: async (acting) => {
    const { context, viewer, typed } = acting;
    const errors: FormError[] = [];
    const why = readWhy(typed, errors);
    if (errors.length > 0) return { errors };
    return comeBack(staffDeps(context, viewer), versioned(acting), context.clock(), aboutChange(viewer, why, context));
  },
};

const away: Act = {
  path: paths.memberAway,
  audit: 'staff-away',
  title: 'A member of staff is away',
  button: 'Record the time away',
  done: 'away',
  first: nothing,
  ask: async ({ context, viewer, member }) => {
    const now = context.clock();
    const covers = (await staffFor(context, viewer)).filter(
      (other) => other.id !== member.id && isInService(other, now) && other.areas.some((one) => member.areas.includes(one)),
    );
    const nobody = { value: '', text: 'Nobody: the others of their audiences' };
    return {
      intro: ['While they are away, what would go to them goes to whoever stands in. They still may sign in.'],
      questions: [
        { as: 'day', name: 'from', label: 'First day away', hint: 'Leave it empty if they are away from now.' },
        { as: 'day', name: 'until', label: 'Last day away', hint: 'Leave it empty if it is not known when they are back.' },
        {
          as: 'select',
          name: 'cover',
          label: 'Who stands in?',
          choices: [nobody, ...covers.map(({ id, name }) => ({ value: id, text: name }))],
        },
        WHY,
      ],
    };
  },
  act: async (acting) => {
    const { context, viewer, typed } = acting;
    const now = context.clock();
    const errors: FormError[] = [];
    const first = dayOf(typed, 'from', errors);
    const last = dayOf(typed, 'until', errors);
    if (first !== null && first < londonDate(now))
      errors.push({ field: 'from-day', message: 'The first day away must be today or later. Leave it empty if it has passed' });
    if (last !== null && last < (first ?? londonDate(now)))
      errors.push({ field: 'until-day', message: 'The last day away must not be before the first, nor before today' });
    const why = readWhy(typed, errors);
    if (errors.length > 0) return { errors };
    const from = first === null ? now : (Math.max(startOfDay(first), now) as Instant);
    const time = { from, until: last === null ? null : startOfDay(addDays(last, 1)), cover: one(typed, 'cover') || null };
    return goAway(staffDeps(context, viewer), versioned(acting), time, aboutChange(viewer, why, context));
  },
};

const back: Act = {
  path: paths.memberBack,
  audit: 'staff-back',
  title: 'A member of staff is back',
  button: 'Record being back',
  done: 'back',
  first: (_member, typed) => ({ number: one(typed, 'number') }),
  ask: async ({ context, viewer, member, typed }) => {
    const time = member.away.find(({ number }) => String(number) === one(typed, 'number'));
    if (!time) throw new PageProblem('not-found');
    const said = awayText(time, namesOf(await staffFor(context, viewer)));
    return {
      intro: [said, time.from > context.clock() ? 'It has not begun: it is called off.' : 'It ends now.'],
      questions: [WHY],
    };
  },
  act: async (acting) => {
    const { context, viewer, typed } = acting;
    const errors: FormError[] = [];
    const why = readWhy(typed, errors);
    if (errors.length > 0) return { errors };
    return endAway(
      staffDeps(context, viewer),
      versioned(acting),
      Number(one(typed, 'number')),
      context.clock(),
      aboutChange(viewer, why, context),
    );
  },
};

const signInAnew: Act = {
  path: paths.memberSignInAnew,
  audit: 'staff-sign-in-anew',
  title: 'Let a member of staff sign in anew',
  button: 'Let them sign in anew',
  done: 'sign-in-anew',
  first: nothing,
  ask: () =>
    Promise.resolve({
      intro: [
        'Do this when their account at your organisation was replaced and they are refused here. Make sure first, in person or by phone, that it is they who ask.',
        'Whoever is signed in as them is signed out. The next account that signs in with their work email address is kept as theirs.',
      ],
      questions: [WHY],
    }),
  act: async (acting) => {
    const { context, viewer, typed } = acting;
    const errors: FormError[] = [];
    const why = readWhy(typed, errors);
    if (errors.length > 0) return { errors };
    return letSignInAnew(staffDeps(context, viewer), versioned(acting), aboutChange(viewer, why, context));
  },
};

export const ACTS: readonly Act[] = [change, leaving, returning, away, back, signInAnew];
