// The application in a format without `await` at the top.
import { run } from './run.mjs';

run();
