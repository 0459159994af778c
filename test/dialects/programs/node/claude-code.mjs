// Claude Code, a process for each call. It exports when it ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withSettings } from './claude-code-settings.mjs';
import { serve } from './serve.mjs';

const MOST_MS = 60_000;
const binary = join(
  fileURLToPath(new URL('../../node_modules/@anthropic-ai', import.meta.url)),
  `claude-code-${process.platform}-${process.arch}`,
  'claude',
);
// Without it, every call would export nothing.
accessSync(binary);

await serve(
  (call) =>
    withSettings(call, async (cwd, env) => {
      const child = spawn(binary, ['-p', 'Hello', '--model', call.params.model], {
        cwd,
        env,
        stdio: 'ignore',
        timeout: MOST_MS,
      });
      await once(child, 'close');
    }),
  () => undefined,
);
