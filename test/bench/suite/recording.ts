// One process of the bench: `node last-span.ts <subject>` prints the name and attributes of what it records of a call.
import { startSubject } from './start-subject.ts';

const { recorded } = await startSubject(process.argv[2] ?? '', 'recording');
const { name, attributes } = recorded.last ?? {};
process.stdout.write(JSON.stringify({ name, attributes }), () => process.exit());
