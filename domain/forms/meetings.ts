import { z } from 'zod';
import { REVIEW_DECISIONS } from '../meetings/register-review';
import { RATINGS, referenceSchema } from '../pathway/events';
import { typedLine, typedText } from '../text';

/** How somebody was there, or that they were not. */
export const CAME = ['expected', 'in-person', 'video', 'phone', 'sent-words', 'did-not-come'] as const;
export type Came = (typeof CAME)[number];

/** As what somebody sits on a panel: without one of the first three it is not complete (004 L1109). */
export const PANEL_ROLES = ['chair', 'clinical-expert', 'expert-by-experience', 'other'] as const;
export type PanelRole = (typeof PANEL_ROLES)[number];
export const PANEL_NEEDS: readonly PanelRole[] = ['chair', 'clinical-expert', 'expert-by-experience'];

/** What a recommendation of a review is about. */
export const CATEGORIES = ['safety', 'care', 'health', 'home', 'education', 'family', 'rights', 'discharge', 'other'] as const;
export type Category = (typeof CATEGORIES)[number];

export const MOST_AT_MEETING = 60;
export const MOST_OF_NAME = 120;
export const MOST_OF_REMARK = 4_000;

/** Somebody who was at a meeting: not the same as who was invited. */
export const attendeeSchema = z.strictObject({
  id: z.string().min(1).max(40),
  name: typedLine(MOST_OF_NAME),
  role: typedLine(MOST_OF_NAME),
  /** How they are reached about what they took on. */
  reach: typedLine(320).optional(),
  came: z.enum(CAME),
  /** What they brought to it. */
  said: typedText(MOST_OF_REMARK).optional(),
  /** As what they sit on the panel of a review, and what was confirmed of them before it. */
  panel: z.strictObject({ as: z.enum(PANEL_ROLES), trained: z.boolean(), independent: z.boolean() }).optional(),
});
export type Attendee = z.output<typeof attendeeSchema>;

/** Who was at a meeting, in the first edition. */
export const attendance1 = z.strictObject({ meeting: referenceSchema, people: z.array(attendeeSchema).max(MOST_AT_MEETING) });

/** What was agreed about an action besides what its event says, in the first edition: in which part of which meeting, and what is done if it cannot be. */
export const actionPlan1 = z.strictObject({
  action: referenceSchema,
  meeting: referenceSchema,
  section: z.string().min(1).max(40).optional(),
  otherwise: typedText(MOST_OF_REMARK).optional(),
  /** Of a recommendation: what it is about, which body answers for it, and what that has answered. */
  category: z.enum(CATEGORIES).optional(),
  body: typedLine(MOST_OF_NAME).optional(),
  response: typedText(MOST_OF_REMARK).optional(),
});
export type ActionPlan = z.output<typeof actionPlan1>;

/** What the first edition is about: that an action is asked after, how things go on, what a meeting said, or that papers are open to its panel. */
const ABOUT_1 = ['action', 'progress', 'notes', 'papers'] as const;
/** What somebody writes to others about a person: those, and that a director requires them at a review ("Senior level directive to attend CTR", 004 L1015). */
const MESSAGES_ABOUT = [...ABOUT_1, 'directive'] as const;
export type MessageAbout = (typeof MESSAGES_ABOUT)[number];
export const MOST_RECIPIENTS = 60;

/** A message as it was written and sent, in the first edition: to whom, and in which words. */
export const message1 = z.strictObject({
  about: z.enum(ABOUT_1),
  /** Of which action, or of which meeting. */
  action: referenceSchema.optional(),
  meeting: referenceSchema.optional(),
  /** As notices name their recipients: `contact:<id>`, `book:<id>`, `staff:<id>`. */
  to: z.array(z.string().min(1).max(120)).min(1).max(MOST_RECIPIENTS),
  words: typedText(MOST_OF_REMARK).optional(),
  /** What it tells besides, as it stood when it was written: the actions, or the notes. */
  parts: z.array(z.strictObject({ title: typedLine(500), text: typedText(20_000) })).max(60),
});

/** The same in the second edition, which is the one that is written now. */
export const message2 = message1.extend({
  about: z.enum(MESSAGES_ABOUT),
  /** Of a directive: the director who gives it, and as what. */
  signed: z.strictObject({ name: typedLine(MOST_OF_NAME), role: typedLine(MOST_OF_NAME) }).optional(),
});
/** A message of either edition: the second has all that the first has. */
export type Message = z.output<typeof message2>;

/** What the owner of an action answered by the link to it, where no event says it, in the first edition. */
export const answer1 = z.strictObject({
  action: referenceSchema,
  state: z.string().min(1).max(60),
  words: typedText(MOST_OF_REMARK).optional(),
});

/** What came of looking at somebody in a review of the register, in the first edition. */
export const registerReview1 = z.strictObject({
  review: referenceSchema,
  decision: z.enum(REVIEW_DECISIONS),
  /** Of a rating that is proposed: which. It is recorded as every rating, by a person, with its reason. */
  rating: z.enum(RATINGS).optional(),
  /** How the risk is, how it goes on, and what else is to be said; of somebody who was not looked at, why. */
  risk: typedText(MOST_OF_REMARK).optional(),
  progress: typedText(MOST_OF_REMARK).optional(),
  words: typedText(MOST_OF_REMARK).optional(),
});
export type RegisterReviewNote = z.output<typeof registerReview1>;
