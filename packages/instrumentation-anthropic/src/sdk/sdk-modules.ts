// The SDK's ES modules that `@sevenstep/register/hooks` reports as they load, shared by all copies of this package in a process.

/** A file of the SDK. The hooks append the statement that creates this object. */
export interface SdkModule {
  /** Path in the SDK's package, without extension. */
  readonly file: string;
  /** The SDK's version; absent if its `package.json` could not be read. */
  readonly version?: string | undefined;
  /** Its classes by name, if it has them. */
  readonly exports: unknown;
}

interface SdkModules {
  /** Whether reporting hooks are installed. */
  hooked?: boolean;
  /** All modules so far: an instrumentation may be created late. */
  readonly modules: SdkModule[];
  readonly listeners: Set<(module: SdkModule) => void>;
  report(module: SdkModule): void;
}

/** The hooks create the same global if they load first (`packages/register/src/hooks.ts`). */
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
