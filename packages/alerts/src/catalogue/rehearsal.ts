// Lower thresholds for a rehearsal: drills cannot wait as long as real calls do.
import type { AlertThresholds } from './thresholds.ts';

/** How long the simulator lets a slow stream, and a slow call, wait. Well above the thresholds below, and these well above what a busy machine takes for a healthy call. */
export const SLOW_FIRST_CHUNK_MS = 8_000;
export const SLOW_CALL_MS = 14_000;

/** Thresholds with which every drill makes its alert fire. They override the defaults. */
export const REHEARSAL_THRESHOLDS: Partial<AlertThresholds> = {
  slowFirstChunkSeconds: 5,
  slowCallSeconds: 10.24,
};
