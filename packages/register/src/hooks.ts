// Module hooks for ES modules, so that instrumentations see what `import` loads. Nothing else is started.
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';

interface RegisterHooks {
  supportsSyncHooks(): boolean;
  register(options: { include: RegExp[] }): void;
}

const SDK_FILES = /[\\/]@anthropic-ai[\\/]/;

// The copy of import-in-the-middle that the instrumentation uses, not another: the two share a list of hooks.
const require = createRequire(createRequire(import.meta.url).resolve('@opentelemetry/instrumentation'));
const urlOf = (specifier: string): string => pathToFileURL(require.resolve(specifier)).href;

const hooks: RegisterHooks = await import(urlOf('import-in-the-middle/register-hooks.mjs'));
if (hooks.supportsSyncHooks()) {
  hooks.register({ include: [SDK_FILES] });
} else {
  // Node.js before 22.22.3 and 24.11.1: the asynchronous loader, on a thread of its own.
  register(urlOf('import-in-the-middle/hook.mjs'), { data: { include: [SDK_FILES] } });
}
