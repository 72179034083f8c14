import { CHECKS_1 } from './checks';
import { CONSENT_1 } from './consent';
import { CETR_1 } from './meetings/cetr';
import { CETR_2 } from './meetings/cetr-2';
import { LAEP_1 } from './meetings/laep';
import { MAM_1 } from './meetings/mam';
import { CPA_1, DISCHARGE_1, RCA_1 } from './meetings/stay';
import { RED_1 } from './red';
import { REFERRAL_1 } from './referral';
import type { Sheet } from './sheet';
import { VISIT_1 } from './visit';

/** Every edition of every sheet that staff fill in about a person, in the order in which they are needed. Of a kind the last edition is the one that is filled in. */
export const SHEETS = [REFERRAL_1, CHECKS_1, CONSENT_1, RED_1] as const satisfies readonly Sheet[];
/** Every edition of the notes of meetings, one of which is filled in for each meeting. */
export const MEETING_SHEETS = [MAM_1, CETR_1, CETR_2, LAEP_1, DISCHARGE_1, CPA_1, RCA_1] as const satisfies readonly Sheet[];
/** Every edition of what is written of a visit to somebody in hospital, one of which is filled in for each visit. */
export const VISIT_SHEETS = [VISIT_1] as const satisfies readonly Sheet[];
export type MeetingSheetKind = (typeof MEETING_SHEETS)[number]['kind'];
export type SheetKind = (typeof SHEETS)[number]['kind'] | MeetingSheetKind | (typeof VISIT_SHEETS)[number]['kind'];

/** The edition of each kind that is filled in now. */
export const PRESENT_SHEETS: readonly Sheet<SheetKind>[] = SHEETS.filter(
  ({ kind }, at) => SHEETS.findLastIndex((one) => one.kind === kind) === at,
);

/** A sheet by its kind, as it is filled in now; null: there is none. */
export const presentSheet = (kind: string): Sheet<SheetKind> | null => PRESENT_SHEETS.find((sheet) => sheet.kind === kind) ?? null;

/** An edition of a sheet; null: there is none. */
export const sheetOf = ({ kind, edition }: { readonly kind: string; readonly edition: number }): Sheet<SheetKind> | null =>
  [...SHEETS, ...MEETING_SHEETS, ...VISIT_SHEETS].find((sheet) => sheet.kind === kind && sheet.edition === edition) ?? null;
