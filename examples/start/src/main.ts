// `npm run example NAME`: runs an example against the simulator, then shows its spans.
import { spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { EXAMPLES } from './examples.ts';
import { runExample } from './run-example.ts';

const [name = '', ...rest] = process.argv.slice(2);
if (!Object.hasOwn(EXAMPLES, name)) {
  console.error(`npm run example NAME, where NAME is one of:\n  ${Object.keys(EXAMPLES).join('\n  ')}`);
  process.exit(2);
}

if (EXAMPLES[name]?.report) {
  const cwd = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const { status } = spawnSync('npm', ['run', '-s', 'start', '--', ...rest], { cwd, stdio: 'inherit' });
  process.exit(status ?? 1);
}

const { code, otlp, spans, headers } = await runExample(name, {
  print: (text) => process.stdout.write(text),
  ...(process.stdin.isTTY && { visit: untilEnter }),
});

console.log(`\n${spans.length === 1 ? '1 span' : `${spans.length} spans`} arrived:`);
for (const span of spans) console.log(`  ${span.name}  ${span.diagnosis ?? ''}`);
if (EXAMPLES[name]?.header) console.log(`with the header authorization: ${headers.authorization}`);
console.log('');
const doctor = fileURLToPath(new URL('../../../packages/doctor/dist/bin.mjs', import.meta.url));
spawnSync(process.execPath, [doctor, 'diagnose', '-'], {
  input: otlp,
  stdio: ['pipe', 'inherit', 'inherit'],
});
process.exitCode = code ?? 0;

async function untilEnter(address: string): Promise<void> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  await terminal.question(`Open ${address}, and press Enter here when you are done.\n`);
  terminal.close();
}
