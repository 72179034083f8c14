import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Seals } from '../../../../infra/seals';
import { environment } from '../../../../infra/env';
import type { SelfReferral1 } from '../../../../domain/forms/self-referral';
import { presentSheet } from '../../../../domain/forms/sheets/sheets';
import { addDocument } from '../../../../services/forms/documents';
import { saveSection } from '../../../../services/forms/sheets';
import { askForHelp } from '../../../../services/referrals/asking/ask';
import { lookAtAll } from '../../../../services/referrals/letterbox/referrals';
import { commitDeps, NOON } from '../people';

const PAGE_OF_WORDS = 'He walks the house at night, and his mother is worn out. '.repeat(12).trim();
/** So many have asked for help, and wait for a person. */
const ASKED = 20;

/** Fills in what people of a register have besides their dates: the referral in its sections, what staff looked at, a document; and requests from outside. */
export async function fillForms(pool: Pool, people: readonly string[]): Promise<void> {
  const { seals } = commitDeps(pool);
  const deps = { pool, seals, clock: () => NOON };
  for (const registerId of people) {
    await fillSheets(deps, registerId);
    const bytes = Buffer.from(`%PDF-1.7 of ${registerId} ${'x'.repeat(50_000)} %%EOF`);
    const about = { registerId, id: randomUUID(), what: 'diagnosis', title: 'Letter of the clinic', dated: null, source: 'bench' } as const;
    await addDocument(deps, { ...about, bytes });
  }
  for (let number = 0; number < ASKED; number += 1) {
    const answers: SelfReferral1 = {
      for: 'me',
      name: `Noa Nobody ${number}`,
      ...{ tellsIt: false, easyRead: false, happening: PAGE_OF_WORDS },
      reach: { by: 'phone', at: '0116 496 0000' },
    };
    await askForHelp({ ...deps, area: { id: environment().AREA } }, { kind: 'self-referral', edition: 1, answers }, false);
  }
  const commit = () => Promise.reject(new Error('nothing is committed'));
  await lookAtAll({ pool, clock: () => NOON, commit, area: { name: environment().AREA, ruleSet: 'none' } });
}

async function fillSheets(
  deps: { readonly pool: Pool; readonly seals: Seals; readonly clock: () => typeof NOON },
  registerId: string,
): Promise<void> {
  const sheet = presentSheet('referral');
  if (sheet === null) throw new Error('there is no form of a referral');
  let since = 0;
  for (const section of sheet.sections) {
    const words = section.fields.flatMap(({ as, name }) => (as === 'words' ? [[name, PAGE_OF_WORDS] as const] : []));
    if (words.length === 0) continue;
    const saved = await saveSection(deps, { registerId, sheet, section, answers: Object.fromEntries(words), since, source: 'bench' });
    if (saved.status === 'saved') since = saved.version;
  }
}
