// Names the step at which a call failed.
import type { Finding } from '@sevenstep/checklist';

/** For example `step 5 limits`, or a text for an unknown step. */
export const stepText = ({ step, check }: Pick<Finding, 'step' | 'check'>): string =>
  step === 0 ? 'step not known' : `step ${step} ${check}`;
