import { randomUUID } from 'node:crypto';
import type { SealVerdict, Seals } from '../../infra/seals';
import type { Access } from './access-log';

/** A row of the access log, bound to the one before it of the same writer. */
export interface LinkedAccess extends Access {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly writer: string;
  readonly number: number;
}

// Whom else it shows, and the ground of a restricted record, come last and only where there are any: rows of before they were kept are checked
// by the same text. The ground is never taken for a list of people, nor the other way about: one is text, the other is not.
const textOf = (
  previous: string | null,
  { at, actor, auditEvent, registerId, shown = [], outcome, restricted = null, writer, number }: LinkedAccess,
): string =>
  JSON.stringify([
    ...[previous, writer, number, at, actor, auditEvent, registerId, outcome],
    ...(shown.length > 0 ? [shown] : []),
    ...(restricted === null ? [] : [restricted]),
  ]);

/** Whether a link is that of this row behind that link (null for a writer's first). */
export const checkAccessLink = (seals: Seals, previous: string | null, row: LinkedAccess, link: string): SealVerdict =>
  seals.check('access', textOf(previous, row), link);

/**
 * Links what one process writes to the access log. Each process has a chain of its own: one for all would make every reader of every API wait
 * for each other.
 */
export class AccessWriter {
  private readonly writer = randomUUID();
  private number = 0;
  private last: string | null = null;

  constructor(readonly seals: Seals) {}

  /** Gives rows their places and links, in order; to be called again only when they have been written. */
  linked(accesses: readonly Access[], at: number): readonly (LinkedAccess & { readonly link: string })[] {
    return accesses.map((access) => {
      this.number += 1;
      const row = { ...access, at, writer: this.writer, number: this.number };
      this.last = this.seals.make('access', textOf(this.last, row));
      return { ...row, link: this.last };
    });
  }
}
