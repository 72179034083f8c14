import { readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../infra/project-root';
import { readScenario } from '../../../services/rehearsal/scenario';
import { inGroups, openTheatre, sameStory, type Theatre } from '../../support/workflows/same-story';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre?.environment.teardown());

const files = readdirSync(path.join(projectRoot, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();
test.each(inGroups(files))('the scenarios %s and on are the same story through the workflow as through the core', async (...group) => {
  await sameStory(
    theatre,
    group.map((name) => readScenario(path.join(projectRoot, 'scenarios', name))),
  );
});
