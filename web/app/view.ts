import path from 'node:path';
import nunjucks from 'nunjucks';
import { projectRoot } from '../../infra/project-root';

const folders = [path.join(projectRoot, 'web'), path.join(projectRoot, 'node_modules', 'nhsuk-frontend', 'dist')];
const templates = new nunjucks.Environment(new nunjucks.FileSystemLoader(folders), {
  autoescape: true,
  trimBlocks: true,
  lstripBlocks: true,
});

/** A template that shows a model of one type. */
export interface View<Model extends object> {
  readonly file: string;
  /** For the compiler alone. */
  readonly model?: Model;
}

/** The view of a file below `web/`, such as `web/today/today.njk` (given without `web/`). */
export const view = <Model extends object>(file: string): View<Model> => ({ file });

/** The page as HTML. Throws what the template throws. */
export const render = <Model extends object>({ file }: View<Model>, model: Model & object): string => templates.render(file, model);
