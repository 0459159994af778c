// Makes the objects around the instrumentation throw, at one use after another.

/** The thrown error, which the application must never see. */
class Sabotage extends Error {
  override name = 'Sabotage';
}

/** Counts the uses of an outside object, and throws at a chosen one. */
export class Saboteur {
  /** The code location of each use so far. */
  #sites: (string | undefined)[] = [];
  #at = Number.POSITIVE_INFINITY;
  /** The last thrown error, whose stack shows the place. */
  thrown: Sabotage | undefined;

  /** Counts from 0 again. @param at the use that throws, from 1 on. @default none */
  arm(at: number = Number.POSITIVE_INFINITY): void {
    this.#sites = [];
    this.#at = at;
  }

  /** The touches to throw at: of each site, which a loop may come to a thousand times, the first and the last. */
  get places(): readonly number[] {
    return this.#sites.flatMap((site, index) => {
      const isEnd = this.#sites.indexOf(site) === index || this.#sites.lastIndexOf(site) === index;
      return site === undefined || isEnd ? [index + 1] : [];
    });
  }

  /** @param site where it is touched; without one, each touch is a site. */
  touch(site?: string): void {
    this.#sites.push(site);
    if (this.#sites.length !== this.#at) return;
    this.thrown = new Sabotage(`touch ${this.#at}`);
    throw this.thrown;
  }

  #touchedBy(frames: string | undefined, name: PropertyKey = ''): void {
    if (frames !== undefined) this.touch(`${String(name)} ${frames}`);
  }

  /**
   * `target`, of which each call of a method by our packages is a place, and with `deep` also each of what they return.
   */
  around<Target extends object>(target: Target, deep = true): Target {
    return new Proxy(target, {
      get: (_, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          this.#touchedBy(ourFrames(), name);
          const result: unknown = Reflect.apply(value, target, args);
          return deep && isObject(result) && !(result instanceof Promise) ? this.around(result) : result;
        };
      },
    });
  }

  /** `target`, of which every look by our packages is a place, at any depth; others see it as it is. */
  looked<Target extends object>(target: Target): Target {
    const look = (name?: PropertyKey): void => this.#touchedBy(ourFrames(), name);
    const seen = (value: unknown): unknown =>
      isObject(value) || typeof value === 'function' ? this.looked(value) : value;
    return new Proxy(target, {
      get: (_, name) => {
        look(name);
        const value: unknown = Reflect.get(target, name, target);
        // Methods of built-in classes want their own `this`.
        if (typeof value === 'function') {
          return (...args: unknown[]) => {
            look(name);
            return Reflect.apply(value, target, args);
          };
        }
        return Array.isArray(value) || isPlain(value) ? seen(value) : value;
      },
      has: (_, name) => {
        look(name);
        return Reflect.has(target, name);
      },
      ownKeys: () => {
        look();
        return Reflect.ownKeys(target);
      },
      getOwnPropertyDescriptor: (_, name) => {
        look(name);
        return Reflect.getOwnPropertyDescriptor(target, name);
      },
    });
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isPlain = (value: unknown): boolean =>
  isObject(value) && [Object.prototype, null].includes(Object.getPrototypeOf(value));

const OURS =
  /[\\/]packages[\\/](instrumentation-anthropic|semantic-conventions|wire|diagnosis-span-processor|checklist)[\\/]src[\\/]/;
const OF_SDK = /@anthropic-ai[\\/]sdk/;
const FRAMES = 100;
/** The number of our frames that identify a site. */
const SITE_FRAMES = 3;

/** Our frames, if we are nearer on the stack than the SDK, which guards its own telemetry. */
function ourFrames(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  const frames = new Error().stack?.split('\n') ?? [];
  Error.stackTraceLimit = limit;
  // Frames below this are from before an `await`.
  const turn = frames.findIndex((frame) => frame.includes('processTicksAndRejections'));
  const now = turn === -1 ? frames : frames.slice(0, turn);
  const nearest = now.find((frame) => OURS.test(frame) || OF_SDK.test(frame));
  if (nearest === undefined || !OURS.test(nearest)) return undefined;
  return now
    .filter((frame) => OURS.test(frame))
    .slice(0, SITE_FRAMES)
    .join('\n');
}
