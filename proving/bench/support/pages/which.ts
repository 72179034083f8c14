import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { coreContext } from '../../../../services/rules/policies';
import { environment } from '../../../../infra/env';
import { area } from '../../../../services/rules/areas';
import { askingPaths, paths } from '../../../../web/paths';
import type { Asked } from './browser';

/** A page of the desk, with the requests that the users make for it. */
export interface Which {
  readonly what: string;
  readonly asked: readonly Asked[];
  /** Of everyone: it is measured at both sizes of the register. */
  readonly list?: true;
}

/** So many people, or whatever a page is about, are asked for in turn. */
const SOME = 20;

/** Who was made by commits: what a copy's log says of its ids is not what its rows say. */
const A_MODEL = `exists (select from event of_one where of_one.register_id = w.register_id and of_one.id not like '%~%')`;

async function column(pool: Pool, text: string): Promise<string[]> {
  const { rows } = await pool.query<{ value: string }>(text);
  if (rows.length === 0) throw new Error(`there is nothing to look at: ${text}`);
  return rows.map(({ value }) => value);
}

const links = (path: string): readonly Asked[] => [{ path }];

/** Every page that staff look at, but for those that need Temporal or the provider. */
export async function pagesOf(pool: Pool): Promise<Which[]> {
  const { rows: people } = await pool.query<{ registerId: string; name: string }>(
    `select w.register_id as "registerId", p.name from pathway w join person p using (register_id) where w.ended_type is null and w.rating is not null and not w.inpatient and w.on_register and ${A_MODEL}
      order by md5(w.register_id) limit ${SOME}`,
  );
  const { rows: deadlines } = await pool.query<{ registerId: string; deadline: string }>(
    `select register_id as "registerId", id as deadline from deadline join pathway w using (register_id)
      where owed and due is not null and w.number = pathway and w.ended_type is null and ${A_MODEL} order by md5(register_id || id) limit ${SOME}`,
  );
  const { rows: events } = await pool.query<{ registerId: string; event: string }>(
    `select register_id as "registerId", id as event from event where status = 'applied' and batch is null and type = 'rating-set' and id not like '%~%' order by md5(id) limit ${SOME}`,
  );
  const entries = await column(
    pool,
    `select id as value from event where status = 'refused' and resolved is null and batch is null and id not like '%~%' order by md5(id) limit ${SOME}`,
  );
  const notices = await column(pool, `select ref as value from notice where status = 'queued' order by md5(ref) limit ${SOME}`);
  const { rows: contacts } = await pool.query<{ registerId: string; contact: string }>(
    `select w.register_id as "registerId", c ->> 'id' as contact from person w cross join lateral jsonb_array_elements(w.contacts) as c
      where ${A_MODEL} order by md5(w.register_id || (c ->> 'id')) limit ${SOME}`,
  );
  const meetings = async (kinds: string): Promise<readonly { registerId: string; meeting: string }[]> => {
    const { rows } = await pool.query<{ registerId: string; meeting: string }>(
      `select w.register_id as "registerId", m.id as meeting from meeting m join pathway w on w.register_id = m.register_id and w.number = m.pathway
        where m.kind like $1 and m.status <> 'cancelled' and w.ended_type is null and ${A_MODEL}
          and not exists (select from pathway later where later.register_id = w.register_id and later.number > w.number)
        order by md5(w.register_id || m.id) limit ${SOME}`,
      [kinds],
    );
    if (rows.length === 0) throw new Error(`there is no meeting to look at: ${kinds}`);
    return rows;
  };
  const [mams, reviews] = [await meetings('mam'), await meetings('%-cetr')];
  const references = await column(pool, `select reference as value from held_referral order by md5(reference) limit ${SOME}`);
  const { plain, easy } = askingPaths['self-referral'];
  const questions = { 'at-question': 'who', go: 'next', for: 'me' };
  const each = (address: (of: { registerId: string }) => string): readonly Asked[] =>
    people.map(({ registerId }) => ({ path: address({ registerId }) }));
  const rating = { when: 'today', rating: 'red', reason: 'A made-up reason' };
  const { ruleSet } = area(environment().AREA);
  const [ref = ruleSet] = coreContext()
    .ruleSets.map((one) => one.ref)
    .filter((one) => one.startsWith(ruleSet));
  return [
    { what: 'Today', asked: links(paths.today()), list: true },
    { what: 'Today, everyone’s', asked: links(paths.today({ whose: 'all' })), list: true },
    { what: 'Register', asked: links(paths.register()), list: true },
    { what: 'Register, open, by name, page 5', asked: links(paths.register({ status: 'open', order: 'name', page: 5 })), list: true },
    { what: 'Register, open with something overdue', asked: links(paths.register({ status: 'open', only: 'overdue' })), list: true },
    { what: 'Register over time', asked: links(paths.registerOverTime()), list: true },
    { what: 'Register on a day', asked: links(paths.registerAsAt({ on: '2026-11-02' })), list: true },
    { what: 'Referrals', asked: links(paths.referrals()), list: true },
    { what: 'Refer somebody', asked: links(paths.refer()) },
    { what: 'Search, found', asked: people.map(({ name }) => ({ path: paths.find(), form: { find: name.split(' ')[1] ?? name } })) },
    { what: 'Person', asked: each(paths.person) },
    { what: 'Deadlines', asked: each(paths.deadlines) },
    { what: 'Why this date', asked: deadlines.map((one) => ({ path: paths.deadline(one) })) },
    { what: 'Record, what', asked: each(paths.record) },
    { what: 'Record, form', asked: each((one) => paths.recordEvent({ ...one, type: 'rating-set' })) },
    {
      what: 'Record, check',
      asked: people.map((one) => ({ path: paths.recordEvent({ ...one, type: 'rating-set' }), form: { ...rating, event: randomUUID() } })),
    },
    { what: 'Record several, first part', asked: each((one) => paths.recordTogether({ ...one, journey: 'laep-admission' })) },
    { what: 'Correct, which', asked: each(paths.correct) },
    { what: 'Correct, form', asked: events.map((one) => ({ path: paths.correctEvent(one) })) },
    { what: 'History', asked: each(paths.history) },
    { what: 'As it was', asked: each((one) => paths.asWas(one, { on: '2026-11-02', known: '2026-11-02' })) },
    { what: 'Who looked', asked: each(paths.looked) },
    { what: 'Needs and people', asked: each(paths.needs) },
    { what: 'A contact', asked: contacts.map((one) => ({ path: paths.contact(one) })) },
    { what: 'Forms', asked: each(paths.forms) },
    { what: 'The referral in full', asked: each((one) => paths.sheet({ ...one, sheet: 'referral' })) },
    { what: 'A section of it', asked: each((one) => paths.sheetSection({ ...one, sheet: 'referral', section: 'current' })) },
    { what: 'Documents', asked: each(paths.documents) },
    { what: 'Adding a document', asked: each(paths.documentAdd) },
    { what: 'Meetings', asked: each(paths.meetings) },
    { what: 'A multi-agency meeting', asked: mams.map((one) => ({ path: paths.meeting(one) })) },
    { what: 'Its notes, a section', asked: mams.map((one) => ({ path: paths.meetingNotes({ ...one, section: 'health' }) })) },
    { what: 'A review', asked: reviews.map((one) => ({ path: paths.meeting(one) })) },
    { what: 'Its report, to print', asked: reviews.map((one) => ({ path: paths.meetingReport(one) })) },
    { what: 'Its papers', asked: reviews.map((one) => ({ path: paths.meetingPapers(one) })) },
    { what: 'Whom its report has to reach', asked: reviews.map((one) => ({ path: paths.meetingReportReaders(one) })) },
    { what: 'Sending its notes', asked: reviews.map((one) => ({ path: paths.meetingSend(one) })) },
    { what: 'Actions', asked: each(paths.actions) },
    { what: 'Telling everybody', asked: each(paths.progress) },
    { what: 'A request from outside', asked: references.map((reference) => ({ path: paths.referral({ reference }) })) },
    { what: 'Ask for help, its beginning', asked: links(plain.start()) },
    { what: 'Ask for help, a question in easy words', asked: [{ path: easy.questions(), form: questions }] },
    { what: 'Help now', asked: links(paths.helpNow()) },
    { what: 'Forms and information', asked: links(paths.printedForms()) },
    { what: 'The planner of a review', asked: links(paths.printedForm({ form: 'planner' })) },
    { what: 'The consent form in easy words', asked: links(paths.printedForm({ form: 'consent-easy-read' })) },
    { what: 'Restriction', asked: each(paths.restriction) },
    { what: 'Restricted records', asked: links(paths.restricted()), list: true },
    { what: 'Access log', asked: links(paths.accessLog()), list: true },
    { what: 'Notices, going', asked: links(paths.noticesGoing()), list: true },
    { what: 'Notices, held', asked: links(paths.noticesHeld()), list: true },
    { what: 'Notices, failed', asked: links(paths.noticesFailed()), list: true },
    { what: 'Notices, sent', asked: links(paths.noticesSent()), list: true },
    { what: 'Notice', asked: notices.map((notice) => ({ path: paths.notice({ notice }) })) },
    { what: 'To sort out', asked: links(paths.sortOut()), list: true },
    { what: 'Entry to sort out', asked: entries.map((event) => ({ path: paths.sortOutOne({ event }) })) },
    { what: 'Calendar', asked: links(paths.calendar()), list: true },
    { what: 'Calendar, everyone’s', asked: links(paths.calendar({ whose: 'all' })), list: true },
    { what: 'Calendar, a whole week', asked: links(paths.calendar({ whose: 'all', week: 'whole' })), list: true },
    { what: 'Actions, of everybody', asked: links(paths.everybodysActions()), list: true },
    { what: 'Actions, recommended', asked: links(paths.everybodysActions({ show: 'recommended' })), list: true },
    { what: 'Visits, by hospital', asked: links(paths.visits()), list: true },
    { what: 'Reviews of the register', asked: links(paths.registerReviews()), list: true },
    { what: 'Measures', asked: links(paths.measures()), list: true },
    { what: 'Measures, five years', asked: links(paths.measures({ from: '2021-12-10', to: '2026-12-01' })), list: true },
    { what: 'Measures, a standard that was not kept', asked: links(paths.measuresStandard({ standard: 'consent-renewed' })), list: true },
    { what: 'Measures, the sheet', asked: links(paths.measuresShared()), list: true },
    { what: 'Rules', asked: links(paths.rules()), list: true },
    { what: 'Rule set', asked: links(paths.ruleSet({ ruleSet: ref })) },
    { what: 'Settings', asked: links(paths.settings()) },
    { what: 'Staff', asked: links(paths.staffList()) },
    { what: 'Tokens', asked: links(paths.tokens()) },
    { what: 'Sending', asked: links(paths.sending()) },
    { what: 'Area profile', asked: links(paths.areaProfile()) },
    { what: 'Prompts of the notes', asked: links(paths.areaPrompts({ sheet: 'mam' })) },
    { what: 'Status', asked: links(paths.status()), list: true },
    { what: 'Developers', asked: links(paths.developers()) },
  ];
}
