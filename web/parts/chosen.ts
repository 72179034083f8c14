import { z } from 'zod';

/** What a filter asks for: an empty choice of a form is none. */
export const chosen = <S extends z.ZodType>(schema: S) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional());
