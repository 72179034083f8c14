import { z } from 'zod';
import { ASKED_KINDS, flag1 } from './asked';
import { document1 } from './documents';
import { actionPlan1, answer1, attendance1, message1, message2, registerReview1 } from './meetings';
import { panelPapers1, panelReading1 } from './papers';
import { reportGiven1 } from './report';
import { selfReferral1 } from './self-referral';
import { CHECKS_1 } from './sheets/checks';
import { CONSENT_1 } from './sheets/consent';
import { CETR_1 } from './sheets/meetings/cetr';
import { CETR_2 } from './sheets/meetings/cetr-2';
import { LAEP_1 } from './sheets/meetings/laep';
import { MAM_1 } from './sheets/meetings/mam';
import { CPA_1, DISCHARGE_1, RCA_1 } from './sheets/meetings/stay';
import { RED_1 } from './sheets/red';
import { REFERRAL_1 } from './sheets/referral';
import { type Sheet, sheetSchema } from './sheets/sheet';
import { VISIT_1 } from './sheets/visit';

const form = <Kind extends string, Edition extends number, Answers extends z.ZodType>(kind: Kind, edition: Edition, answers: Answers) =>
  z.strictObject({ kind: z.literal(kind), edition: z.literal(edition), answers });
const filled = <Kind extends string>(sheet: Sheet<Kind>) => form(sheet.kind, sheet.edition, sheetSchema(sheet));

/** A form that somebody answered on the public pages. In their first editions all ask the same, in words of their own. */
export const askedFormSchema = z.union([
  form('self-referral', 1, selfReferral1),
  form('flag', 1, flag1),
  form('review-request', 1, selfReferral1),
]);
export type AskedForm = z.output<typeof askedFormSchema>;

/** A sheet that staff filled in about a person. */
const aboutPersonSchema = z.union([filled(REFERRAL_1), filled(CHECKS_1), filled(CONSENT_1), filled(RED_1)]);
/** The notes of a meeting. */
const aboutMeetingSchema = z.union([
  filled(MAM_1),
  filled(CETR_1),
  filled(CETR_2),
  filled(LAEP_1),
  filled(DISCHARGE_1),
  filled(CPA_1),
  filled(RCA_1),
]);
const filledSheetSchema = z.union([...aboutPersonSchema.options, ...aboutMeetingSchema.options, filled(VISIT_1)]);
export type FilledSheet = z.output<typeof filledSheetSchema>;

/** What a document is, and the digest of its file. */
const filedDocumentSchema = form('document', 1, document1);
export type FiledDocument = z.output<typeof filedDocumentSchema>;

/** What is written of a meeting besides its notes. */
const ofMeetingSchema = z.union([form('attendance', 1, attendance1), form('action', 1, actionPlan1)]);
export type OfMeeting = z.output<typeof ofMeetingSchema>;

/** What was written to others about somebody, and what the owner of an action answered. */
const writtenToOthers = [form('message', 1, message1), form('message', 2, message2), form('answer', 1, answer1)] as const;

/** What the panel of a review may read, what each of its members did with it, and whom the report reached. */
const ofReview1 = [
  form('panel-papers', 1, panelPapers1),
  form('panel-reading', 1, panelReading1),
  form('report-given', 1, reportGiven1),
] as const;

/** What came of somebody in a review of the register. */
const ofRegisterReviewSchema = form('register-review', 1, registerReview1);

/**
 * Every form that is filled in, by its kind and edition. What people have answered stays readable for good: an edition is never changed once
 * the service has been used with it; a form that asks otherwise is a new edition beside it ("existing referral form is still available until
 * replaced", 004 L1000).
 */
export const filledFormSchema = z.union([
  ...askedFormSchema.options,
  ...filledSheetSchema.options,
  filedDocumentSchema,
  ...ofMeetingSchema.options,
  ofRegisterReviewSchema,
  ...ofReview1,
  ...writtenToOthers,
]);
export type FilledForm = z.output<typeof filledFormSchema>;

/** Whether a form was answered on the public pages. */
export const isAsked = (form: FilledForm): form is AskedForm => ASKED_KINDS.some((kind) => kind === form.kind);

/** Whether a form says what a document is. */
export const isDocument = (form: FilledForm): form is FiledDocument => form.kind === 'document';
