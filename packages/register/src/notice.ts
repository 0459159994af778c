// What is said at exit when the SDK is installed and no copy of it was patched: no span would say so.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const SDK = '@anthropic-ai/sdk';

/** Writes to standard error at exit, once, unless `isPatched`. Silent where the application has no SDK. */
export function noticeAtExit(isPatched: () => boolean): void {
  process.once('exit', () => {
    if (isPatched() || !isInstalled()) return;
    process.stderr.write(
      `@sevenstep/register: no copy of ${SDK} was patched in this process. If it made calls, the SDK was bundled ` +
        'or loaded past module hooks: call instrument(Anthropic) of an AnthropicInstrumentation instead.\n',
    );
  });
}

/** Whether the program that was started can resolve the SDK. */
function isInstalled(): boolean {
  const program = process.argv[1] ?? `${process.cwd()}/program.js`;
  try {
    createRequire(pathToFileURL(program)).resolve(SDK);
    return true;
  } catch {
    return false;
  }
}
