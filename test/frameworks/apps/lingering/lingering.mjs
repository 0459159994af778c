// Runs app.mjs, and then waits: some distributions do not send their last batch when the event loop is empty.
import './app.mjs';
import { setTimeout as wait } from 'node:timers/promises';

await wait(1_500);
