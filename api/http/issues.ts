import type { z } from 'zod';
import { type FieldError, Problem } from './problem';

type Issue = z.core.$ZodIssue;

const MOST = 20;

function message(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is needed (${issue.expected})`
        : `must be ${issue.expected === 'int' ? 'a whole number' : `of the type ${issue.expected}`}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'unrecognized_keys':
      return `does not take ${issue.keys.map((key) => key.slice(0, 80)).join(', ')}`;
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must have at least ${String(issue.minimum)}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${String(issue.maximum)} characters`
        : `must be at most ${String(issue.maximum)}`;
    default:
      return issue.message;
  }
}

function flatten(issue: Issue, above: readonly PropertyKey[]): FieldError[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    if ('options' in issue && Array.isArray(issue.options)) {
      return [{ path: path.join('.'), message: `must be one of ${issue.options.map(String).join(', ')}` }];
    }
    const best = [...issue.errors].sort((a, b) => a.length - b.length)[0] ?? [];
    return best.flatMap((inner) => flatten(inner, path));
  }
  return [{ path: path.map(String).join('.'), message: message(issue) }];
}

/** Reads a value by a schema; throws the problem `invalid-request`, which names each field that is wrong and how it must be. */
export function checked<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const problem: unknown = issue.code === 'custom' ? issue.params?.['problem'] : undefined;
    if (problem === 'bad-register-id' || problem === 'bad-cursor') throw Problem.of(problem, issue.message);
  }
  const errors = result.error.issues.flatMap((issue) => flatten(issue, [])).slice(0, MOST);
  throw Problem.of('invalid-request', `${what} is not as it must be. Mend what \`errors\` names and send it again.`, { errors });
}
