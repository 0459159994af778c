// The load hook: adds to each patched file of the SDK a statement that reports its classes.
import { readFileSync } from 'node:fs';

/** The classes in each file, by its path in the SDK's package. A test compares them with the patch points. */
export const SDK_CLASSES: Readonly<Record<string, readonly string[]>> = {
  'core/api-promise': ['APIPromise'],
  client: ['BaseAnthropic', 'Anthropic'],
  'resources/messages/messages': ['Messages'],
  'resources/beta/messages/messages': ['Messages'],
  // Reports the version of an SDK that is too old to have the other files.
  index: [],
};

/** A query means another copy of the file, as with tsx. With import-in-the-middle's query it is a wrapper that loads the file. */
const SDK_FILE = /^(file:.*\/@anthropic-ai\/sdk\/)([\w/-]+)\.mjs(?:\?(?!iitm=).*)?$/;
/**
 * A file in a renamed folder. npm renames it for an alias, `"claude": "npm:@anthropic-ai/sdk"`. Some names have the version:
 * `sdk@1.14.0` in Nitro and Bun's cache, `sdk/1.14.0` in Deno's cache.
 */
const RENAMED_FILE =
  /^(file:.*\/(?:node_modules\/(?:@[^/]+\/)?[^/@]+|@anthropic-ai\/sdk[@/]\d[^/]*)\/)(client|index|core\/api-promise|resources\/(?:beta\/)?messages\/messages)\.m?js(?:\?(?!iitm=).*)?$/;
const SDK_NAME = '@anthropic-ai/sdk';
const REPORT = 'globalThis[Symbol.for("@sevenstep/sdk-modules.v1")]?.report';

interface Loaded {
  readonly source?: unknown;
}

/** For `module.registerHooks`. */
export function loadSync<Result extends Loaded, Context>(
  url: string,
  context: Context,
  nextLoad: (url: string, context?: Context) => Result,
): Result {
  return reporting(url, nextLoad(url, context));
}

/**
 * For `module.registerHooks` in Deno. Deno runs everything that a hook returns as JavaScript, even JSON, addons and WebAssembly.
 * If a hook returns nothing, Deno loads the file itself (`executeLoadHookChain` of 2.9).
 */
export function loadInDeno<Result extends Loaded, Context>(
  url: string,
  context: Context,
  nextLoad: (url: string, context?: Context) => Result,
): Result | undefined {
  const loaded = nextLoad(url, context);
  const reported = reporting(url, loaded);
  return reported === loaded ? undefined : reported;
}

/** For `module.register`, which runs it on another thread. */
export async function load<Result extends Loaded, Context>(
  url: string,
  context: Context,
  nextLoad: (url: string, context?: Context) => Promise<Result>,
): Promise<Result> {
  return reporting(url, await nextLoad(url, context));
}

/** The loaded module. A file of the SDK gets the report at its end. */
function reporting<Result extends Loaded>(url: string, loaded: Result): Result {
  const statement = reportOf(url);
  if (statement === undefined) return loaded;
  const source = asText(loaded.source);
  // Two threads may have added the hook to the same chain.
  return source === undefined || source.includes(REPORT) ? loaded : { ...loaded, source: source + statement };
}

/** The statement that reports the classes of a file, or nothing for any other file. It cannot throw. */
export function reportOf(url: string): string | undefined {
  const [, root, file] = SDK_FILE.exec(url) ?? renamed(url) ?? [];
  const names = file !== undefined && Object.hasOwn(SDK_CLASSES, file) ? SDK_CLASSES[file] : undefined;
  if (root === undefined || names === undefined) return undefined;
  const members = names.map((name) => `${name}:typeof ${name}==="undefined"?undefined:${name}`);
  const [fileText, version] = [JSON.stringify(file), JSON.stringify(packageAt(root)?.version)];
  return `\n;try{${REPORT}({file:${fileText},version:${version},exports:{${members.join(',')}}})}catch{}\n`;
}

/** Matches a renamed file. CommonJS under its own name is patched when it is required. */
function renamed(url: string): RegExpExecArray | undefined {
  const found = RENAMED_FILE.exec(url);
  const [, root = ''] = found ?? [];
  return found && !root.endsWith(`/${SDK_NAME}/`) && packageAt(root)?.name === SDK_NAME ? found : undefined;
}

interface PackageJson {
  readonly name?: string;
  readonly version?: string;
}

const packages = new Map<string, PackageJson | undefined>();

function packageAt(root: string): PackageJson | undefined {
  if (!packages.has(root)) packages.set(root, readPackage(root));
  return packages.get(root);
}

function readPackage(root: string): PackageJson | undefined {
  try {
    return JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  } catch {
    return undefined;
  }
}

function asText(source: unknown): string | undefined {
  if (typeof source === 'string') return source;
  return source instanceof Uint8Array || source instanceof ArrayBuffer
    ? new TextDecoder().decode(source)
    : undefined;
}
