// The fixes of step 1, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('1-connection');
