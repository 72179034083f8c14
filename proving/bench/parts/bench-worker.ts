import { runProgram } from '../../../operations/parts/programs/run';
import { runWorker } from '../../../worker';
import { readTold, serviceTold } from './told';

runProgram(() => runWorker(readTold(serviceTold)));
