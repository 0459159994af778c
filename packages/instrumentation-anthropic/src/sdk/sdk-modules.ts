// The state that all copies of this package in a process share: the SDK's ES modules, which `@sevenstep/register/hooks` reports as they load.

/** A file of the SDK. The hooks append to it the statement that makes this. */
export interface SdkModule {
  /** Path in the SDK's package, without extension. */
  readonly file: string;
  /** The SDK's version; absent if its `package.json` could not be read. */
  readonly version?: string | undefined;
  /** Its classes by name, as far as it has them. */
  readonly exports: unknown;
}

interface SdkModules {
  /** Whether hooks are there that report. */
  hooked?: boolean;
  /** All of them so far: an instrumentation may be made late. */
  readonly modules: SdkModule[];
  readonly listeners: Set<(module: SdkModule) => void>;
  report(module: SdkModule): void;
}

/** The hooks make the same (`packages/register/src/hooks.ts`): whichever of the two is loaded first. */
const SLOT = Symbol.for('@sevenstep/sdk-modules.v1');

export function sdkModules(): SdkModules {
  const global = globalThis as { [SLOT]?: SdkModules };
  global[SLOT] ??= {
    modules: [],
    listeners: new Set(),
    report(module) {
      this.modules.push(module);
      for (const listener of this.listeners) listener(module);
    },
  };
  return global[SLOT];
}
