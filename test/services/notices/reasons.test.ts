import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../infra/project-root';
import { DROPPED_FOR, FAILED_FOR, HELD_FOR } from '../../../services/notices/reasons';
import { reasonWords } from '../../../web/content/reasons';

const sources = (folder: string): string =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && file !== 'reasons.ts')
    .map((file) => readFileSync(path.join(projectRoot, folder, file), 'utf8'))
    .join('\n');

/** Codes that stand where a reason is written: `reason: '…'`, `reason = '…'`, `.then('…')` of a reason by cases. */
const WRITTEN = /\breason(?:: | = |: eb\s+\.case\(\)[^;]*?\.(?:then|else)\()'([a-z-]+)'/g;

test('each code that the services write as a reason is in the list, and has words', () => {
  const text = sources('services/notices');
  const written = [...text.matchAll(WRITTEN), ...text.matchAll(/\.(?:then|else)\('([a-z]+(?:-[a-z]+)+)'\)/g)].map(([, code]) => code ?? '');
  expect(written.length).toBeGreaterThan(15);
  const known = [...HELD_FOR, ...DROPPED_FOR, ...FAILED_FOR, 'released'];
  expect([...new Set(written)].filter((code) => !known.some((one) => one === code))).toEqual([]);
  for (const code of known) expect(reasonWords(code)).not.toContain(`“${code}”`);
});

test('what a mail server says is told by whose trouble it is; a code that nobody knows is shown', () => {
  expect(reasonWords('550 5.1.1 RCPT TO')).toContain('the address does not exist');
  expect(reasonWords('452 4.2.2 RCPT TO')).toBe('Their mailbox takes no mail at the moment.');
  expect(reasonWords('554 5.7.1 MAIL FROM')).toContain('Those who run the service must look');
  expect(reasonWords('552 DATA')).toBe('The mail server did not take this message.');
  expect(reasonWords('mail server away (ECONNREFUSED)')).toContain('cannot be reached');
  expect(reasonWords('answer lost after DATA (ETIMEDOUT)')).toContain('It may have arrived');
  expect(reasonWords('no answer (ESOCKET)')).toContain('gave no answer');
  for (const code of ['address-not-usable', 'too-large']) expect(reasonWords(code)).not.toContain(`“${code}”`);
  expect(reasonWords('asked-by-family')).toContain('asked-by-family');
  expect(reasonWords(null)).toBe('');
});
