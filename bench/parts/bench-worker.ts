import { runProgram } from '../../infra/embedded/programs/run';
import { runWorker } from '../../worker';
import { readTold } from './told';

runProgram(() => runWorker(readTold()));
