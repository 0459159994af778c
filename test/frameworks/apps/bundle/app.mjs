// The application as an ES module.
import { run } from './run.mjs';

await run();
