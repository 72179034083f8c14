/** Why a notice is held, as its row says it. */
export const HELD_FOR = [
  'after-restore',
  'held-by-hand',
  'meeting-refused',
  'no-address',
  'no-consent-to-meeting',
  'nobody-left',
  'released-by-a-person',
  'sending-off',
] as const;

/** Why a notice was dropped. */
export const DROPPED_FOR = [
  'action-settled',
  'another-way',
  'consent-withdrawn',
  'contact-ended',
  'day-passed',
  'deadline-held',
  'deadline-moved',
  'deadline-settled',
  'event-corrected',
  'handed-over',
  'meeting-booked',
  'meeting-not-planned',
  'never-invited',
  'no-consent',
  'no-contact-wished',
  'no-longer-invited',
  'not-taken',
  'nobody-was-told',
  'nothing-left',
  'nothing-new',
  'office-open',
  'overtaken',
  'pathway-ended',
  'person-died',
  'record-shut',
  'resolved',
  'sent-on-its-own',
  'spoken-to',
  'told-already',
  'told-one-by-one',
] as const;

/** What failed on our side. What a mail server or its absence says is a text of its own (infra/mail). */
export const FAILED_FOR = ['lease-ran-out', 'state-not-read', 'text-not-made'] as const;

export type HeldFor = (typeof HELD_FOR)[number];
export type DroppedFor = (typeof DROPPED_FOR)[number];
/** Every reason of ours; `released`: a person has let it go. */
export type NoticeReason = HeldFor | DroppedFor | (typeof FAILED_FOR)[number] | 'released';

/** Held until a person lets it go, whatever is heard and whoever switches what. */
export const HELD_BY_HAND = 'held-by-hand' satisfies HeldFor;

/** Held until something is heard, an address is recorded, or sending is switched on: then it goes with nobody's word. */
export const HELD_FOR_NOW = [
  'meeting-refused',
  'no-address',
  'no-consent-to-meeting',
  'released-by-a-person',
  'sending-off',
] as const satisfies readonly HeldFor[];
