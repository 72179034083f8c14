import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { NOTICES, type NoticeKind, WARNINGS } from '../../../domain/notices/catalogue';
import { projectRoot } from '../../../infra/project-root';
import { noticesTable } from '../../../services/notices/notices-table';

const sources = (folder: string): string =>
  readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(projectRoot, folder, file), 'utf8'))
    .join('\n');

describe('docs/notices.md', () => {
  test('is what the data says (write it anew with `node dist/scripts/notices-table.js`)', () => {
    expect(readFileSync(path.join(projectRoot, 'docs', 'notices.md'), 'utf8')).toBe(noticesTable());
  });

  test('names every notice, every request and every warning of the core, and no others', () => {
    const core = sources('domain/pathway') + sources('services');
    const warned = [
      ...core.matchAll(/warn(?:ing)?\((?:course, )?'([a-z-]+)'/g),
      ...core.matchAll(/what: 'warning', code: '([a-z-]+)'/g),
    ].map(([, code]) => code);
    expect([...new Set(warned)].toSorted()).toEqual(Object.keys(WARNINGS).toSorted());
    const wanted = [...sources('domain/notices').matchAll(/(?:to\(|notice: )'([a-z-]+)'/g)].map(([, name]) => name ?? '');
    const others = Object.entries<NoticeKind>(NOTICES).flatMap(([name, { from }]) =>
      name.startsWith('step-') || from !== undefined ? [name] : [],
    );
    expect([...new Set([...wanted, ...others])].toSorted()).toEqual(Object.keys(NOTICES).toSorted());
    for (const name of [...Object.keys(NOTICES), ...Object.keys(WARNINGS)]) expect(noticesTable()).toContain(`\`${name}\``);
  });
});
