import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import { compareStored, type StoredDeadline, type StoredStep } from '../../domain/pathway/adoption';
import { hear, latestPathway, snapshotAt, wakeUps } from '../../domain/pathway/engine';
import type { Fact } from '../../domain/pathway/events';
import type { Line, PathwayRecord, PersonRecord } from '../../domain/pathway/types';
import { coreContext } from '../../services/rules/policies';

/** A person as the release of before stored them: what its core had made of a random history under the rules of version 1. */
interface Stored extends Omit<PersonRecord, 'playedTo'> {
  readonly playedTo: Instant;
  readonly deadlines: readonly StoredDeadline[];
  readonly steps: readonly StoredStep[];
}

const file = path.join(__dirname, 'released', 'version-1.json.gz');
const people = JSON.parse(gunzipSync(readFileSync(file)).toString()) as Stored[];
const core = coreContext();

const ofVersion1 = (ruleSet: string): string => (ruleSet.includes('@') ? ruleSet : `${ruleSet}@1`);
const pinned = ({ log, ruleSet, ...rest }: PathwayRecord): PathwayRecord => ({
  ...rest,
  ruleSet: ofVersion1(ruleSet),
  log: log.map((entry) => ({ ...entry, fact: versioned(entry.fact) })),
});
const versioned = (fact: Fact): Fact => (fact.type === 'rules-adopted' ? { ...fact, ruleSet: ofVersion1(fact.ruleSet) } : fact);

/** The record as this release takes it over: what is stored stands where it would be derived otherwise. */
function takenOver(stored: Stored): { record: PersonRecord; number: number } {
  const record: PersonRecord = { ...stored, pathways: stored.pathways.map(pinned) };
  const number = latestPathway(record)?.number ?? 1;
  const kept = compareStored(core, record, number, stored);
  return { number, record: { ...record, pathways: record.pathways.map((one) => (one.number === number ? { ...one, kept } : one)) } };
}

const ofDeadlines = (lines: readonly Line[]) => lines.filter((line) => line.what.startsWith('deadline-'));
const say = (record: PersonRecord, at: Instant, id: string, fact: Fact) => {
  const heard = hear(core, record, { id, at, facts: [fact], batch: false });
  if (heard.outcome === 'refused') throw new Error(`${fact.type} is refused: ${heard.refusal.detail}`);
  return heard;
};

describe('200 random pathways of version 1', () => {
  test('there are as many, and this core answers differently for some of them', () => {
    expect(people).toHaveLength(200);
    const differing = people.filter((stored) => takenOver(stored).record.pathways.some(({ kept }) => kept));
    expect(differing.length).toBeGreaterThan(10);
  });

  test.each(people.map((stored, index) => [index + 1, stored] as const))(
    '%i: nothing moves until it is adopted, and then each date has its line',
    (_, stored) => {
      const { record, number } = takenOver(stored);
      const at = stored.playedTo;
      const standing = snapshotAt(core, record, at);
      const shown = [...standing.deadlines.values()].filter(({ status }) => status !== 'superseded');
      const told = stored.deadlines.filter(({ status }) => status !== 'superseded');
      const brief = ({ id, due, status, settledOn }: Pick<StoredDeadline, 'id' | 'due' | 'status' | 'settledOn'>) =>
        [id, due, status, settledOn].join(' ');
      expect(shown.map(brief).toSorted()).toEqual(told.map(brief).toSorted());
      const waiting = new Map(stored.steps.map((step) => [step.deadline, `${step.step} ${step.at}`]));
      for (const { deadline, step, at: planned } of wakeUps(core, record))
        if (step !== 'begin') expect([deadline, waiting.get(deadline) ?? `${step} ${planned}`]).toEqual([deadline, `${step} ${planned}`]);

      const unrelated = say(record, at, 'unrelated', { type: 'keyworker-assigned' });
      expect(ofDeadlines(unrelated.lines)).toEqual([]);

      const next = core.ruleSet(core.ruleSet(standing.ruleSet).name).ref;
      const adopted = say(record, at, 'adopted-2', { type: 'rules-adopted', ruleSet: next });
      const after = snapshotAt(core, adopted.record, at, number);
      expect(after.ruleSet).toBe(next);
      const lines = ofDeadlines(adopted.lines);
      const linesOf = (id: string) => lines.filter((line) => 'deadline' in line && line.deadline === id).map(({ what }) => what);
      const today = londonDate(at);
      for (const before of standing.deadlines.values()) {
        const now = after.deadlines.get(before.id);
        const isSettled = before.status !== 'open' || (!before.soft && before.due !== null && before.due < today);
        if (isSettled) {
          if (before.status !== 'superseded')
            expect([before.id, now?.due, now?.status, now?.rule]).toEqual([before.id, before.due, before.status, before.rule]);
          expect(linesOf(before.id).filter((what) => what !== 'deadline-superseded')).toEqual([]);
        } else if (!now || now.status === 'superseded')
          expect([before.id, linesOf(before.id)]).toEqual([before.id, ['deadline-superseded']]);
        else if (now.due !== before.due) {
          expect([before.id, linesOf(before.id)[0]]).toEqual([before.id, 'deadline-moved']);
          expect(now.trace.map(({ code }) => code)).toEqual(expect.arrayContaining(['runs-from', 'rule']));
        } else if (now.status === before.status) expect([before.id, linesOf(before.id)]).toEqual([before.id, []]);
        else expect(linesOf(before.id)).toContain(`deadline-${now.status}`);
      }
      const known = core.ruleSet(standing.ruleSet).rules;
      for (const { id, kind, status, openedOn } of after.deadlines.values()) {
        if (standing.deadlines.has(id)) continue;
        if (status !== 'superseded') expect([id, linesOf(id)[0]]).toEqual([id, 'deadline-opened']);
        // A kind that the new rules bring opens only from what happens after the adoption (contract 6.15(3)).
        if (!known.has(kind)) expect([id, openedOn >= today]).toEqual([id, true]);
      }
    },
  );
});
