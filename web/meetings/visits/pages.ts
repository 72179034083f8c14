import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import type { SheetSection } from '../../../domain/forms/sheets/sheet';
import { VISIT_1 } from '../../../domain/forms/sheets/visit';
import { readSheet, saveSection } from '../../../services/forms/sheets';
import { visitFormId, type VisitMade, visitsMade } from '../../../services/meetings/visits';
import type { Standing } from '../../../services/pathway/standing';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { dayText } from '../../content/dates';
import { readSection, seenQuestionOf, typedOf } from '../../forms/answers';
import { toldOf } from '../../forms/told';
import { type FormError, formPage } from '../../parts/form';
import { paths } from '../../paths';
import { standingOf } from '../../person/standing';
import { one, several, type Typed } from '../../record/fields';
import { prompted } from '../prompted';
import { SECTION, visitTitle } from './model';

const ofVisit = z.object({ registerId: z.string(), visit: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

interface AtVisit {
  readonly standing: Standing;
  readonly visit: VisitMade;
  readonly section: SheetSection;
}

/** A visit that was made. Throws the problem of an address that leads nowhere, where there is none. */
async function visitAt(context: WebContext, { registerId, visit: id }: z.output<typeof ofVisit>): Promise<AtVisit> {
  const standing = await standingOf(context, registerId);
  const visit = visitsMade(standing.record, standing.pathway).find((made) => made.id === id);
  const section = visit && (await prompted(context, standing, VISIT_1, visit.on)).sections.find(({ code }) => code === SECTION?.code);
  if (!visit || !section) throw new PageProblem('not-found');
  return { standing, visit, section };
}

interface Typing {
  readonly typed: Typed;
  readonly since: number;
  readonly errors?: readonly FormError[];
  readonly meanwhile?: readonly string[];
}

function visitPage({ standing, visit, section }: AtVisit, { typed, since, errors = [], meanwhile = [] }: Typing): PageAnswer {
  const { registerId } = standing;
  const back = paths.meetings({ registerId });
  const page = formPage(
    {
      heading: visitTitle(visit),
      intro: [...(section.prompts ?? [])],
      questions: section.fields.map(seenQuestionOf),
      action: paths.visit({ registerId, visit: visit.id }),
      button: 'Save what was found',
      cancel: `${back}#visit-${visit.id}`,
      hidden: { since: String(since) },
    },
    typed,
    { title: 'What was found on a visit', registerId, section: 'register', back: { href: back, text: 'Meetings and visits' } },
    { errors, meanwhile },
  );
  return { ...page, wordsOf: [registerId] };
}

/** A concern without a word of what it is and of whom it was told is half a record. */
function halfSaid(typed: Typed): readonly FormError[] {
  const concerns = one(typed, 'concerns');
  if (concerns !== 'yes' && concerns !== 'safety') return [];
  return [
    ...(one(typed, 'concern') === '' ? [{ field: 'concern', message: 'Say which concern there is' }] : []),
    ...(several(typed, 'told').length === 0
      ? [{ field: 'told', message: 'Say who was told of it. If nobody was yet, tell somebody first' }]
      : []),
  ];
}

/** What was found on a visit to somebody in hospital, written once it is recorded that it was made (004 L1020, L1058). */
export const visitPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.visit,
    permission: 'people:write',
    audit: 'visit-shown',
    params: ofVisit,
    query: z.object({}),
    answer: async ({ params }, context) => {
      const at = await visitAt(context, params);
      const present = (await readSheet(context.pool, params.registerId, visitFormId(at.standing.pathway, at.visit.id))).at(-1);
      return visitPage(at, { typed: typedOf(at.section, present?.answers[at.section.code] ?? {}), since: present?.version ?? 0 });
    },
  }),
  page({
    method: 'post',
    path: paths.visit,
    permission: 'people:write',
    audit: 'visit-written',
    params: ofVisit,
    query: z.object({}),
    form: posted,
    answer: async ({ params, form, viewer }, context) => {
      const at = await visitAt(context, params);
      const { standing, visit, section } = at;
      const { registerId, pathway } = standing;
      const since = Number(/^\d{1,7}$/.exec(one(form, 'since'))?.[0] ?? 0);
      const read = readSection(section, form);
      const errors = [...('errors' in read ? read.errors : []), ...halfSaid(form)];
      const day = 'answers' in read ? read.answers['told-on'] : undefined;
      if (typeof day === 'string' && (day > londonDate(context.clock()) || day < visit.on))
        errors.push({
          field: 'told-on-day',
          message: `The day on which they were told is from that of the visit, ${dayText(visit.on)}, to today`,
        });
      if (!('answers' in read) || errors.length > 0) return visitPage(at, { typed: form, since, errors });
      const { pool, seals, clock } = context;
      const about = { registerId, sheet: VISIT_1, id: visitFormId(pathway, visit.id), section, answers: read.answers, since };
      const saved = await saveSection({ pool, seals, clock }, { ...about, source: actorOf(viewer) });
      if (saved.status === 'changed')
        return visitPage(at, { typed: form, since: saved.present.version, meanwhile: await toldOf(context, section, saved.present) });
      if (saved.status !== 'saved') throw new PageProblem('moved');
      return { redirect: `${paths.meetings({ registerId })}#visit-${visit.id}` };
    },
  }),
];
