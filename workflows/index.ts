export { personPathway } from './personPathway';
export { dailyDigest } from './dailyDigest';
export { noticeSender } from './noticeSender';
export { timerCheck } from './timerCheck';
export { registerReview } from './registerReview';
