import { runApi } from '../../../server';
import { runProgram } from '../../../operations/parts/programs/run';
import { readTold, serviceTold } from './told';

// The real API with the spread off: everyone's steps fall at 08:00.
runProgram(() => runApi({ ...readTold(serviceTold), minutes: () => 0 }));
