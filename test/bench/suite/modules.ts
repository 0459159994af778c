// The instrumentations that are a class of a package: made once, they patch the SDK as it loads.

export interface Module {
  readonly packageName: string;
  readonly className: string;
}

const sevenstep: Module = {
  packageName: '@sevenstep/instrumentation-anthropic',
  className: 'AnthropicInstrumentation',
};

/** A subject that is such a module. */
export type ModuleName = 'owned' | 'adopted' | 'traceloop' | 'openinference';

export const MODULES: Readonly<Record<ModuleName, Module>> = {
  owned: sevenstep,
  adopted: sevenstep,
  traceloop: { packageName: '@traceloop/instrumentation-anthropic', className: 'AnthropicInstrumentation' },
  openinference: {
    packageName: '@arizeai/openinference-instrumentation-anthropic',
    className: 'AnthropicInstrumentation',
  },
};

/** Makes the instrumentation that `loaded`, the package's exports, has. */
export function instantiate({ packageName, className }: Module, loaded: unknown): void {
  const Class = (loaded as Readonly<Record<string, new () => unknown>>)[className];
  if (!Class) throw new Error(`${packageName} has no ${className}`);
  new Class();
}
