// Prints one error in the forms in which applications of Node.js print it. The call is JSON on stdin.
import { Console } from 'node:console';
import { text } from 'node:stream/consumers';
import { inspect } from 'node:util';

const [mode] = process.argv.slice(2);

/**
 * Makes the call. In mode `uncaught` nobody catches its error, and in mode `logged` only what the client logs is printed.
 *
 * @param make makes the call, and gives what there is to print of an answer
 * @param forms further forms: name to a function that prints
 */
export async function printForms(make, forms = {}) {
  const call = JSON.parse(await text(process.stdin));
  if (mode === 'uncaught') return void (await make(call));
  if (mode === 'logged') return void (await make(call).catch(() => {}));
  const { error, answer } = await make(call).then(
    (answer) => ({ answer }),
    (error) => ({ error }),
  );
  const out = new Console(process.stdout, process.stdout);
  if (error === undefined) {
    process.stdout.write('@@form answer\n');
    out.log(typeof answer === 'string' ? answer : JSON.stringify(answer));
    return;
  }
  const all = {
    'console.error': () => out.error(error),
    inspect: () => out.log(inspect(error, { depth: 10 })),
    String: () => out.log(String(error)),
    'JSON.stringify': () => out.log(JSON.stringify(error)),
    ...forms,
  };
  for (const [form, print] of Object.entries(all)) {
    process.stdout.write(`@@form ${form}\n`);
    await print(error, out);
    process.stdout.write('\n');
  }
}

/** What aborts the call, as the call says. */
export function signalOf({ abortAfterMs, deadlineMs }) {
  if (deadlineMs !== undefined) return AbortSignal.timeout(deadlineMs);
  if (abortAfterMs === undefined) return undefined;
  const controller = new AbortController();
  setTimeout(() => controller.abort(), abortAfterMs).unref();
  return controller.signal;
}
