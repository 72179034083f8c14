/** Every reason for which an event is refused: a stable code, which callers and wording rely on. */
export const REFUSALS = [
  'accepted-by-needed',
  'action-already-done',
  'action-id-in-use',
  'action-replaced',
  'already-inpatient',
  'already-taken-back',
  'assessment-needed',
  // A signal that could not be read: it never reached the core.
  'bad-shape',
  'basis-not-for-this-age',
  'before-birth',
  'before-last-pathway-ended',
  'before-last-stay-ended',
  'before-recorded-in-stay',
  'before-the-meeting',
  'blue-by-admission-only',
  'closed-as-duplicate',
  'completes-nothing',
  'correction-of-a-correction',
  'date-in-the-future',
  // Found where the register is known: the core knows of one person alone.
  'duplicate-of-ended',
  'duplicate-of-itself',
  'duplicate-of-nobody',
  'event-id-reused',
  // By the service, which knows the names that an id must not hold.
  'id-tells-who',
  'inpatient',
  'inpatient-is-blue',
  'later-pathway-opened',
  'look-again-too-early',
  'look-again-too-late',
  'meeting-already-held',
  'meeting-cancelled',
  'meeting-in-the-past',
  'meeting-not-held',
  'not-excusable',
  'not-inpatient',
  'opened-this-pathway',
  'outside-stay',
  'pathway-ended',
  'person-has-refused',
  'rating-not-used',
  'record-as-transfer',
  'scope-not-for-one-meeting',
  'transfer-on-day-of-discharge',
  'unknown-action',
  'unknown-event',
  'unknown-meeting',
  'unknown-rule-set',
  'until-not-after-time',
  'until-without-time',
  'with-of-another-type',
  'would-make-others-illegal',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/**
 * The refusals that say: this contradicts the record by its order (contract 6.2(3)). What is missing may be on its way: an event of an integrator
 * that is refused for one of these waits for it (contract section 7).
 */
const BY_ORDER: ReadonlySet<RefusalCode> = new Set([
  'already-inpatient',
  'before-last-stay-ended',
  'before-recorded-in-stay',
  'completes-nothing',
  'not-inpatient',
  'outside-stay',
  'transfer-on-day-of-discharge',
]);

/** Whether what contradicts an event may only not have been heard yet. */
export const isByOrder = (code: RefusalCode): boolean => BY_ORDER.has(code);
