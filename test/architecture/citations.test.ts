import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../infra/project-root';
import { contractNumbers, contractText } from '../support/core/contract';
import {
  anchorsOf,
  commentsOf,
  contractPlaces,
  decisionsIn,
  designSectionsIn,
  invariantsIn,
  linksIn,
  pathsIn,
  placesWithin,
} from './citations';
import { readable, textOf } from './modules';

/**
 * Everything that can cite: code, tests and documents. Not the released migrations, which are bound by their checksum and keep the words of
 * their day, and not this file, whose examples lead nowhere on purpose.
 */
const files = readable().filter((file) => !file.startsWith('prisma/migrations/') && file !== 'test/architecture/citations.test.ts');
const documents = files.filter((file) => file.endsWith('.md'));
const texts = new Map(files.map((file) => [file, textOf(file)]));

/** What the files cite, as `file: citation`, where it leads nowhere. */
function leadingNowhere(among: readonly string[], cited: (text: string, file: string) => readonly string[]): string[] {
  return among.flatMap((file) => cited(texts.get(file) ?? '', file).map((one) => `${file}: ${one}`));
}

const { sections, sentences } = contractNumbers();
const places = new Set([...sections, ...sentences]);
const noPlace = (place: string): boolean => !places.has(place);

describe('the contract (docs/contract.md)', () => {
  it('has the sections 1 to 7, and each numbered sentence stands in its paragraph, in order', () => {
    expect(sections.filter((section) => !section.includes('.'))).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    const paragraphs = sections.filter((section) => section.startsWith('6.'));
    expect(paragraphs).toEqual(paragraphs.map((_paragraph, index) => `6.${index + 1}`));
    const counted = sections.flatMap((section) => {
      const own = sentences.filter((sentence) => sentence.startsWith(`${section}(`));
      return own.map((_sentence, index) => `${section}(${index + 1})`);
    });
    expect(sentences).toEqual(counted);
    expect(sentences.length).toBeGreaterThan(100);
  });

  it('refers to itself rightly', () => {
    expect(placesWithin(contractText()).filter(noPlace)).toEqual([]);
  });

  it('has every place that is cited', () => {
    expect(leadingNowhere(files, (text) => contractPlaces(text).filter(noPlace))).toEqual([]);
  });

  it('is cited by code, tests and documents, so that the reading of citations works', () => {
    const citing = files.filter((file) => contractPlaces(texts.get(file) ?? '').length > 0);
    for (const folder of ['domain/', 'services/', 'api/', 'test/', 'docs/']) {
      expect(citing.filter((file) => file.startsWith(folder))).not.toEqual([]);
    }
  });
});

describe('the design (docs/design.md)', () => {
  const [, list = ''] = /^## Invariants$([\s\S]*?)^## /m.exec(textOf('docs/design.md')) ?? [];
  const invariants = [...list.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));

  it('numbers its invariants from 1 on', () => {
    expect(invariants).toEqual(invariants.map((_number, index) => index + 1));
    expect(invariants.length).toBeGreaterThan(10);
  });

  it('has every invariant that is cited, and is cited by no other number', () => {
    expect(
      leadingNowhere(files, (text) =>
        invariantsIn(text)
          .filter((one) => !invariants.includes(one))
          .map(String),
      ),
    ).toEqual([]);
    expect(leadingNowhere(files, designSectionsIn)).toEqual([]);
  });
});

describe('the decisions (docs/adr)', () => {
  const decisions = readdirSync(path.join(projectRoot, 'docs', 'adr')).filter((name) => name !== 'README.md');
  const numberOf = (name: string): number => Number(/^\d{4}(?=-[a-z0-9-]+\.md$)/.exec(name)?.[0]);
  const titleOf = (name: string): string => textOf(`docs/adr/${name}`).split('\n', 1)[0] ?? '';

  it('are numbered without a gap, and each says its number', () => {
    expect(decisions.map(numberOf)).toEqual(decisions.map((_name, index) => index + 1));
    expect(decisions.filter((name) => !titleOf(name).startsWith(`# ${numberOf(name)}. `))).toEqual([]);
  });

  it('are listed with their titles', () => {
    const listed = [...textOf('docs/adr/README.md').matchAll(/^\d+\. \[.+\]\(.+\)$/gm)].map(([line]) => line);
    expect(listed).toEqual(decisions.map((name) => `${numberOf(name)}. [${titleOf(name).replace(/^# \d+\. /, '')}](${name})`));
  });

  it('are there where they are cited, each under the number that its link leads to', () => {
    const isWrong = ({ number, link }: { number: number; link: string | null }): boolean => {
      const name = decisions.find((one) => numberOf(one) === number);
      return name === undefined || (link !== null && path.posix.basename(link).replace(/#.*$/, '') !== name);
    };
    const wrong = (text: string): string[] =>
      decisionsIn(text)
        .filter(isWrong)
        .map(({ number, link }) => `ADR ${number}${link === null ? '' : ` (${link})`}`);
    expect(leadingNowhere(files, wrong)).toEqual([]);
  });
});

describe('paths and links', () => {
  const isThere = (place: string): boolean => existsSync(path.join(projectRoot, place));
  /** A module may be named without its ending, and a file from the folder of the document that names it. */
  const isNamedRightly = (named: string, file: string): boolean =>
    ['', path.posix.dirname(file)].some((base) => isThere(path.posix.join(base, named)) || isThere(path.posix.join(base, `${named}.ts`)));

  it('every path of this repository that documents and comments name is there', () => {
    const missing = (text: string, file: string): string[] =>
      pathsIn(commentsOf(file, text)).filter((named) => !isNamedRightly(named, file));
    expect(leadingNowhere(files, missing)).toEqual([]);
  });

  it('every link of a document leads to a file, and to a heading in it', () => {
    const broken = (text: string, file: string): string[] =>
      linksIn(text).filter((link) => {
        const [to = '', anchor] = link.split('#');
        const place = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
        if (!isThere(place)) return true;
        return anchor !== undefined && place.endsWith('.md') && !anchorsOf(textOf(place)).includes(anchor);
      });
    expect(leadingNowhere(documents, broken)).toEqual([]);
  });
});

/** So that a citation that leads nowhere is found: the tests above are no better than what they read. */
describe('a citation is read', () => {
  it.each([
    ['(contract 6.12(12), (13))', ['6.12(12)', '6.12(13)']],
    ['(contract 6.12(5), (6); 6.17(1))', ['6.12(5)', '6.12(6)', '6.17(1)']],
    ['contract sections 4 and 6', ['4', '6']],
    ['contract section 5, under 18', ['5']],
    ['contract 5.1: 28 and 7 days before', ['5.1']],
    ['(contract\n * section 3)', ['3']],
    ["it('6.19(2) of a test')", ['6.19(2)']],
    ['RFC 5321 section 4.2.3', []],
  ])('of the contract: %j', (text, cited) => {
    expect(contractPlaces(text)).toEqual(cited);
  });

  it('of invariants, decisions and sections of a design', () => {
    expect(invariantsIn('(invariants 6 and 12)')).toEqual([6, 12]);
    expect(decisionsIn('ADR 2, and [ADR 99](adr/0099-no.md#here)')).toEqual([
      { number: 2, link: null },
      { number: 99, link: 'adr/0099-no.md#here' },
    ]);
    expect(designSectionsIn('as the design section 4 says')).toEqual(['design section 4']);
  });

  it('of paths, with and without backticks, and of links', () => {
    expect(pathsIn('`services/no/where.ts`, see infra/gone.ts; `parts/here.ts`, `npm start`, `application/json`')).toEqual([
      'services/no/where.ts',
      'parts/here.ts',
      'infra/gone.ts',
    ]);
    expect(pathsIn('`prisma/migrations/<name>/migration.sql`, `policies/*/a.json`')).toEqual(['prisma/migrations', 'policies']);
    expect(linksIn('[a](b.md#c), [d](https://example.org), `[e](f.md)`')).toEqual(['b.md#c']);
    expect(anchorsOf('# A title\n## 6.1 Time\n## C(E)TR, and `code`\n## A title\n')).toEqual([
      'a-title',
      '61-time',
      'cetr-and-code',
      'a-title-1',
    ]);
  });
});
