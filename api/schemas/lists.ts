import { z } from 'zod';
import { orNull, registerId } from '../../services/shapes/fields';
import { limitSchema } from './common';

/** How many items a page holds where nobody says. */
export const PAGE = 50;
const cursor = z
  .string()
  .max(600)
  .optional()
  .meta({ description: 'The nextCursor of the page before; the other filters must stay the same' });
/** Which page of a list across the register is asked for: beside its filters. */
export const pageQuery = { cursor, limit: limitSchema.optional() };

const nextCursor = orNull(z.string(), 'Goes back as `cursor` for the next page; null at the end');

const listOf = <N extends string, S extends z.ZodType>(name: N, item: S, description: string) =>
  ({ [name]: z.array(item).meta({ description }) }) as Record<N, z.ZodArray<S>>;

/** An answer that is one person's whole list. */
export const wholeList = <N extends string, S extends z.ZodType>(name: N, item: S) =>
  z.strictObject({ registerId, ...listOf(name, item, 'The whole list') });
/** An answer that is a page of a list across the register. */
export const pageOf = <N extends string, S extends z.ZodType>(name: N, item: S) =>
  z.strictObject({ ...listOf(name, item, 'This page'), nextCursor });
