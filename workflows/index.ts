export { personPathway } from './personPathway';
