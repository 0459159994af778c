// The fixes of step 7, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('7-response');
