import { runProgram } from '../../infra/embedded/programs/run';
import { runWorker } from '../../worker';
import { readTold, serviceTold } from './told';

runProgram(() => runWorker(readTold(serviceTold)));
