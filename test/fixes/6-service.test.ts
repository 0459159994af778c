// The fixes of step 6, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('6-service');
