// The fixes of rules without a step, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('0-unknown');
