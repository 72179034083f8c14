/** A failure that the person who started the service can mend: its message is one sentence that says what to do, shown without a stack. */
export class PlainError extends Error {
  readonly plain = true;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's code of an error (`EACCES`, `EADDRINUSE`, …), where it has one. */
export function codeOf(error: unknown): string | undefined {
  // Looked at by its fields: an error of Node's own code is of another class where tests run in a sandbox.
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
