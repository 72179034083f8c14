import type { z } from 'zod';

/** What an answer is, by its schema, and the one type of it. Nobody changes an answer. */
export type Shape<S extends z.ZodType> = Fixed<z.output<S>>;

type Plain = string | number | boolean | null | undefined;
type Fixed<T> = T extends Plain ? T : T extends object ? { readonly [Field in keyof T]: Fixed<T[Field]> } : T;

/**
 * Takes a value as an answer; compiles only where it has the fields of the answer and no others. By itself the compiler overlooks what is too
 * much in what a statement or a spread gives, and it would be answered although nothing describes it.
 */
export const exactly =
  <Answer extends object>() =>
  <Value extends Answer>(value: Exclude<keyof Value, keyof Answer> extends never ? Value : never): Answer =>
    value;
