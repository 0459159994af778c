// One process of the bench: `recording.ts <subject> <work>` tells what the subject hands to OpenTelemetry for one call of that work.
import { clientOf } from './application.ts';
import { Handing } from './handed.ts';
import { startSubject } from './start-subject.ts';
import type { WorkName } from './subject.ts';
import { tell } from './tell.ts';
import { WORK } from './work.ts';

const [name = '', workName] = process.argv.slice(2) as [string, WorkName];
const { mode, fetch, one } = WORK[workName];
const handing = new Handing();
const { subject } = await startSubject(name, mode, handing);
const client = clientOf(subject, fetch(), workName);
// One-time work is done after this.
await one(client);
handing.clear();
await one(client);
tell(handing.take());
