import { z } from 'zod';
import { selfReferral1 } from './self-referral';

const form = <Kind extends string, Edition extends number, Answers extends z.ZodType>(kind: Kind, edition: Edition, answers: Answers) =>
  z.strictObject({ kind: z.literal(kind), edition: z.literal(edition), answers });

/**
 * Every form that is filled in, by its kind and edition. What people have answered stays readable for good: an edition is never changed once
 * the service has been used with it; a form that asks otherwise is a new edition beside it ("existing referral form is still available until
 * replaced", 004 L1000).
 */
export const filledFormSchema = z.union([form('self-referral', 1, selfReferral1)]);
export type FilledForm = z.output<typeof filledFormSchema>;
