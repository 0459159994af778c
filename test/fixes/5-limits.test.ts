// The fixes of step 5, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('5-limits');
