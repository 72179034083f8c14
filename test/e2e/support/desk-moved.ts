import { paths } from '../../../web/paths';
import { NIA, press, type Shown } from './desk-shown';

/** A record that goes with somebody who moved to another area of the service. */
export const MOVED: readonly Shown[] = [
  { name: 'Register, after a record was handed over', pattern: paths.register.pattern, at: ({ handed }) => paths.register({ handed }) },
  { name: 'Hand over to another area', pattern: paths.handOver.pattern, at: ({ moved }) => paths.handOver({ registerId: moved }) },
  {
    name: 'Hand over to another area, with an error',
    pattern: paths.handOver.pattern,
    at: ({ moved }) => paths.handOver({ registerId: moved }),
    then: press('Hand over the record'),
  },
  { name: 'Handed over', pattern: paths.handedOver.pattern, at: ({ handed }) => paths.handedOver({ registerId: handed }), who: NIA },
  { name: 'Today of who was handed a record', pattern: paths.today.pattern, at: () => paths.today(), who: NIA },
];
