import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../infra/project-root';

/** What docs/contract.md numbers, in the order in which it stands there. */
export interface ContractNumbers {
  /** Its sections and paragraphs: `3`, `5.1`, `6.12`. */
  readonly sections: readonly string[];
  /** Its numbered sentences: `6.12(8)`. */
  readonly sentences: readonly string[];
}

/** The text of the contract. */
export const contractText = (): string => readFileSync(path.join(projectRoot, 'docs', 'contract.md'), 'utf8');

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, number]) => number ?? []);

/** Reads the numbers of headings (`## 3. A timeline`, `### 6.12 Meetings`) and of sentences (`**6.12(8)** …`). */
export function contractNumbers(text = contractText()): ContractNumbers {
  return { sections: all(text, /^#{2,3} (\d+(?:\.\d+)?)\.? /gm), sentences: all(text, /^\*\*(\d+\.\d+\(\d+\))\*\* /gm) };
}
