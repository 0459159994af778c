// A main thread that makes no calls: its worker does.
import { Worker } from 'node:worker_threads';

new Worker(new URL('./worker.mjs', import.meta.url));
