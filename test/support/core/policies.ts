import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../infra/project-root';
import { coreContext, loadPolicies, releaseHash } from '../../../services/rules/policies';
import type { CoreContext } from '../../../domain/pathway/types';

type Json = Record<string, unknown>;

/** A copy of the policies in a folder of its own, for a test to change. */
export class PoliciesCopy {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'policies-'));

  constructor() {
    cpSync(path.join(projectRoot, 'policies'), this.folder, { recursive: true });
  }

  /** What a JSON file of the copy would say, changed. */
  changed(file: string, change: (json: Json) => Json): Json {
    return change(JSON.parse(readFileSync(path.join(this.folder, file), 'utf8')) as Json);
  }

  /** Changes one JSON file of the copy. */
  edit(file: string, change: (json: Json) => Json): this {
    return this.write(file, this.changed(file, change));
  }

  write(file: string, json: Json): this {
    writeFileSync(path.join(this.folder, file), JSON.stringify(json, null, 2));
    return this;
  }

  /** Writes a version of a rule set beside its newest, and changed from that; answers its reference. */
  newVersion(name: string, change: (json: Json) => Json): string {
    const { ref, version: newest } = coreContext().ruleSet(name);
    const version = String(Number(newest) + 1);
    this.write(`rule-sets/${name}@${version}.json`, { ...this.changed(`rule-sets/${ref}.json`, change), version });
    return `${name}@${version}`;
  }

  /** Says that a rule set as it stands in the copy is the one released. */
  release(ref: string): this {
    const json: unknown = JSON.parse(readFileSync(path.join(this.folder, 'rule-sets', `${ref}.json`), 'utf8'));
    return this.edit('released.json', (released) => ({ ...released, [ref]: releaseHash(json) }));
  }

  load(): CoreContext {
    return loadPolicies(this.folder);
  }
}

interface RuleJson {
  readonly kind: string;
  readonly intervals?: Json;
}

/** A rule set's file with other figures for one kind. */
export const withInterval =
  (kind: string, interval: { number: number; unit: string }, more: Json = {}) =>
  (json: Json): Json => ({
    ...json,
    ...more,
    rules: (json['rules'] as RuleJson[]).map((rule) =>
      rule.kind === kind ? { ...rule, intervals: { ...rule.intervals, default: interval } } : rule,
    ),
  });

/** The list of bank holidays with one more. */
export const withHoliday =
  (date: string) =>
  (json: Json): Json => ({ ...json, holidays: [...(json['holidays'] as Json[]), { title: 'Announced late', date }] });
