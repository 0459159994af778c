// The fixes of step 4, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('4-request');
