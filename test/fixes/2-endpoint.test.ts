// The fixes of step 2, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('2-endpoint');
