/** Where in the code an error came from. Its message stands before that in the stack, and may quote what it failed on: it is left out whole. */
export function framesOf({
  stack = '',
  message = '',
}: {
  readonly stack?: string | undefined;
  readonly message?: string | undefined;
}): string[] {
  const from = message === '' ? 0 : stack.indexOf(message) + 1;
  const frames = from === 0 ? stack : stack.slice(from - 1 + message.length);
  return frames.split('\n').filter((line) => /^\s+at /.test(line));
}
