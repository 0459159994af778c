// The fixes of step 3, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('3-identity');
