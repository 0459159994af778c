// The fixes of the patterns, run as the pages have them.
import { proveStep } from './prove.ts';

proveStep('patterns');
