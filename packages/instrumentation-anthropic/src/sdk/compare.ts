// Compares a method of the SDK with its signatures in the checked versions.
import { NEWEST_CHECKED, type PatchedMethod, SIGNATURES } from './checked-versions.ts';

/** Why a method cannot be patched: it is missing, frozen, or has an unknown number of parameters. */
export function difference(target: object | undefined, name: PatchedMethod): string | undefined {
  const method = methodOf(target, name);
  if (!target || !method) return `it lacks ${name}`;
  const known = signaturesOf(name);
  // A method without parameters is usually another library's wrapper, which passes on its arguments.
  if (method.length > 0 && !known.some(({ parameters }) => parameters.length === method.length)) {
    const list = known.map(
      ({ parameters, from, to = NEWEST_CHECKED }) => `${parameters.length} (${from} to ${to})`,
    );
    return `${name} has ${method.length} parameters, and is known with ${list.join(' and ')}`;
  }
  const own = Object.getOwnPropertyDescriptor(target, name);
  // An accessor has no `writable`.
  const isFixed = own !== undefined && !own.configurable && !own.writable;
  return Object.isExtensible(target) && !isFixed ? undefined : `${name} is frozen`;
}

/** Like {@link difference}, for an unchecked SDK: the parameters must also have the names of the newest checked SDK. */
export function newerDifference(target: object | undefined, name: PatchedMethod): string | undefined {
  const why = difference(target, name);
  const names = parametersOf(methodOf(target, name), name);
  if (why !== undefined || names === undefined) return why;
  const known = signaturesOf(name).at(-1)?.parameters ?? [];
  const isSame = names.length === known.length && names.every((one, index) => one === known[index]);
  return isSame ? undefined : `${name} takes (${names.join(', ')}), and is known with (${known.join(', ')})`;
}

const signaturesOf = (name: PatchedMethod) => SIGNATURES.filter(({ method }) => method === name);

function methodOf(
  target: object | undefined,
  name: PatchedMethod,
): ((...args: never) => unknown) | undefined {
  const method: unknown = target && Reflect.get(target, name);
  return typeof method === 'function' ? (method as (...args: never) => unknown) : undefined;
}

/** The parameters before the first with a default, from the source of a method. The source of a wrapper does not show them. */
function parametersOf(
  method: ((...args: never) => unknown) | undefined,
  name: PatchedMethod,
): string[] | undefined {
  if (!method || method.length === 0) return undefined;
  const source = Function.prototype.toString.call(method);
  const [, declared, list = ''] = /^(?:async )?(\w+)\(([^)]*)/.exec(source) ?? [];
  const names = list
    .split(',')
    .slice(0, method.length)
    .map((one) => one.trim());
  const isPlain = names.length === method.length && names.every((one) => /^[\w$]+$/.test(one));
  return declared === name && isPlain ? names : undefined;
}
