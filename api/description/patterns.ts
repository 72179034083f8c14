/**
 * Writes a regular expression of JavaScript's so that other languages read it alike: `\d` is any script's digit elsewhere.
 * Flags cannot be said in JSON Schema; a pattern that needs one must not be made. Throws where the pattern is not valid with Unicode.
 */
export function portable(pattern: string): string {
  const written = pattern
    .replace(/\\\//g, '/')
    .replace(/\[[^\]]*\]|\\d/g, (part) => (part === '\\d' ? '[0-9]' : part.replace('\\d', '0-9')));
  return new RegExp(written, 'u').source.replace(/\\\//g, '/');
}
