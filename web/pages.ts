import type { Page } from './app/page';
import { personPages } from './person/pages';
import { practicePages } from './practice/pages';
import { recordPages } from './record/pages';
import { registerPages } from './register/pages';
import { statusPages } from './status/pages';
import { todayPages } from './today/pages';

/** Every page of the desk: an area adds its own here, and nothing else of the frame knows of it. */
export const pages: readonly Page[] = [...todayPages, ...registerPages, ...personPages, ...recordPages, ...statusPages, ...practicePages];
