// What is lower in a rehearsal: the times that drills would take too long to bring about.
import type { AlertThresholds } from './thresholds.ts';

/** How long the simulator lets a slow stream, and a slow call, wait. Well above the thresholds below, and these well above what a busy machine takes for a healthy call. */
export const SLOW_FIRST_CHUNK_MS = 8_000;
export const SLOW_CALL_MS = 14_000;

/** Thresholds with which every drill brings its alert about; to be laid over the defaults. */
export const REHEARSAL_THRESHOLDS: Partial<AlertThresholds> = {
  slowFirstChunkSeconds: 5,
  slowCallSeconds: 10.24,
};
