// At which step a call failed, in words.
import type { Finding } from '@sevenstep/checklist';

/** `step 5 limits`; where the span does not say it, that. */
export const stepText = ({ step, check }: Pick<Finding, 'step' | 'check'>): string =>
  step === 0 ? 'step not known' : `step ${step} ${check}`;
