// Lower thresholds for a rehearsal: drills cannot wait as long as real calls do.
import type { AlertThresholds } from './thresholds.ts';

/**
 * The delays of a slow stream and of a slow call. They are well above the thresholds below, which are well above the time of a
 * healthy call on a busy machine.
 */
export const SLOW_FIRST_CHUNK_MS = 8_000;
export const SLOW_CALL_MS = 14_000;

/** Thresholds at which every drill makes its alert fire. They override the defaults. */
export const REHEARSAL_THRESHOLDS: Partial<AlertThresholds> = {
  slowFirstChunkSeconds: 5,
  slowCallSeconds: 10.24,
};
