import { z } from 'zod';
import { type FilePlan, planOf } from './file-plan';
import { saveSection } from '../../../services/forms/sheets';
import { formIdOf } from '../../../services/meetings/notes';
import { MOST_OF_NOTES_FILE, readNotesFile, writeNotesFile } from '../../../services/meetings/review-file';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { view } from '../../app/view';
import { paths } from '../../paths';
import { aroundMeeting, TIME } from '../around';
import { sectionsOf } from './file-rows';

interface TakenModel {
  readonly title: string;
  /** Why nothing was taken in: each with its place and what to do. */
  readonly problems: readonly string[];
  readonly taken: readonly string[];
  readonly same: number;
  /** Somebody saved these since the file was given out: theirs stand, and what the file says is shown. */
  readonly theirs: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** Null: something was taken in, and nothing more is asked. */
  readonly action: string | null;
  readonly back: string;
}
const takenView = view<TakenModel>('meetings/paper/file.njk');

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const MIME = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function answer(context: WebContext, { at }: FilePlan, said: Partial<TakenModel>, status = 200): PageAnswer {
  const { registerId } = at.standing;
  const ids = { registerId, meeting: at.meeting.id };
  const title = 'Take in a filled file';
  const wrong = (said.problems ?? []).length > 0;
  const model: TakenModel = {
    title,
    problems: [],
    taken: [],
    same: 0,
    theirs: [],
    action: paths.meetingFileIn(ids),
    back: paths.meeting(ids),
    ...said,
  };
  return shows(takenView, model, aroundMeeting(context, at, wrong ? `Error: ${title}` : title), {
    wordsOf: [registerId],
    ...(status === 200 ? {} : { status }),
  });
}

/** The notes of a meeting as a file: to file in the medical record, and for whoever fills them in elsewhere. */
export const filePages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingFile,
    permission: 'history:read',
    audit: 'meeting-file-given',
    params: ofMeeting,
    query: z.object({ time: TIME }),
    answer: async ({ params: { registerId, meeting }, query: { time } }, context) => {
      const plan = await planOf(context, registerId, meeting, time);
      const name = `${plan.at.meeting.kind}-${registerId}-${plan.at.meeting.on}.xlsx`;
      return { file: { name, type: MIME, content: await writeNotesFile(plan.file) }, shown: [registerId] };
    },
  }),
  page({
    method: 'get',
    path: paths.meetingFileIn,
    permission: 'people:write',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: z.object({}),
    answer: async ({ params: { registerId, meeting } }, context) => answer(context, await planOf(context, registerId, meeting), {}),
  }),
  page({
    method: 'post',
    path: paths.meetingFileIn,
    permission: 'people:write',
    audit: 'meeting-notes-saved',
    params: ofMeeting,
    query: z.object({}),
    form: z.object({}),
    upload: { field: 'file', most: MOST_OF_NOTES_FILE },
    answer: async ({ params: { registerId, meeting }, file, viewer }, context) => {
      const plan = await planOf(context, registerId, meeting);
      const refused = (...problems: readonly string[]) => answer(context, plan, { problems }, 400);
      if (file === null) return refused('Choose the file that was filled in.');
      if (file === 'too-large')
        return refused('It is larger than any of these files. Take the one that this service gave, and fill that in.');
      const read = await readNotesFile(file);
      if ('problem' in read) return refused(read.problem);
      const { of } = plan.file;
      if (read.of['registerId'] !== of.registerId || read.of['meeting'] !== of.meeting)
        return refused('It is the file of another meeting. Open the page of that meeting, and take it in there.');
      if (read.of['kind'] !== of.kind || read.of['edition'] !== String(of.edition))
        return refused('It is of another edition of these notes. Take the file from this page anew, and copy the answers over.');
      const found = sectionsOf(plan.sheet, read.answers, plan.file.rows);
      if ('problems' in found) return refused(...found.problems);
      const since = Number(/^\d{1,7}$/.exec(read.of['version'] ?? '')?.[0] ?? 0);
      const id = formIdOf(plan.sheet.kind, { registerId, pathway: plan.at.standing.pathway, meeting });
      const [taken, theirs]: [string[], { title: string; lines: readonly string[] }[]] = [[], []];
      const { pool, seals, clock } = context;
      for (const { section, answers } of found.sections) {
        if (plan.isSame(section, answers)) continue;
        const saved = await saveSection(
          { pool, seals, clock },
          { ...{ registerId, id, sheet: plan.sheet, section, answers, since }, source: actorOf(viewer) },
        );
        if (saved.status === 'saved') taken.push(section.title);
        else if (saved.status === 'changed') theirs.push({ title: section.title, lines: plan.linesOf(section, answers) });
      }
      const same = found.sections.length - taken.length - theirs.length;
      return answer(context, plan, { taken, theirs, same, action: null }, theirs.length > 0 ? 409 : 200);
    },
  }),
];
