// A patched method passes calls through, keeps what it was, and leaves other people's wrappers alone.
import { describe, expect, test, vi } from 'vitest';
import { stepsFail } from '../../../test/support/failed-steps.ts';
import type { CallObserver } from '../src/call/call-observer.ts';
import { patchMethod, putOn, takeOff, unpatch } from '../src/sdk/patch.ts';

const observerThat = (isEnabled: () => boolean): CallObserver => ({ isEnabled }) as CallObserver;

function target() {
  return { greet: (name: string) => `hello ${name}` };
}
const wrapper =
  (mark: string) =>
  (original: (name: string) => string, observer: () => unknown): ((name: string) => string) =>
  (name) =>
    observer() ? `${mark}(${original(name)})` : original(name);

const always = () => true;
function patchGreet(object: ReturnType<typeof target>, mark: string, isEnabled = always): CallObserver {
  const observer = observerThat(isEnabled);
  patchMethod(object, 'greet', wrapper(mark), observer);
  return observer;
}
const foreign =
  (original: (name: string) => string): ((name: string) => string) =>
  (name) =>
    `foreign(${original(name)})`;

describe('patching a method', () => {
  test('a second time changes nothing', () => {
    const object = target();
    patchGreet(object, 'a');
    patchGreet(object, 'b');
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a disabled instrumentation passes calls through, and can be enabled again', () => {
    const object = target();
    const isEnabled = vi.fn(() => false);
    patchGreet(object, 'a', isEnabled);
    expect(object.greet('you')).toBe('hello you');
    isEnabled.mockReturnValue(true);
    expect(object.greet('you')).toBe('a(hello you)');
  });

  test('a wrapper that somebody else put on, before or after, stays', () => {
    const object = target();
    object.greet = foreign(object.greet);
    patchGreet(object, 'ours');
    object.greet = foreign(object.greet);
    patchGreet(object, 'ours');
    expect(object.greet('you')).toBe('foreign(ours(foreign(hello you)))');
  });

  test('name and number of parameters stay, and nothing new is enumerable', () => {
    const object = target();
    patchGreet(object, 'a');
    expect([object.greet.name, object.greet.length]).toEqual(['greet', 1]);
    // As another library's wrapper copies them.
    for (const part of ['name', 'length'])
      expect(Object.getOwnPropertyDescriptor(object.greet, part)).toEqual(
        Object.getOwnPropertyDescriptor(target().greet, part),
      );
    expect(Object.keys(object)).toEqual(['greet']);
  });
});

describe('taking wrappers off', () => {
  const on = { isEnabled: true };
  const patchAndDisable = (object: ReturnType<typeof target>, before?: () => void): CallObserver => {
    on.isEnabled = true;
    const observer = patchGreet(object, 'ours', () => on.isEnabled);
    before?.();
    on.isEnabled = false;
    takeOff(observer);
    return observer;
  };

  test('the method is the one of before, and can be wrapped again', () => {
    const object = target();
    const { greet } = object;
    const before = Object.getOwnPropertyDescriptor(object, 'greet');
    const observer = patchAndDisable(object);
    expect(object.greet).toBe(greet);
    expect(Object.getOwnPropertyDescriptor(object, 'greet')).toEqual(before);
    on.isEnabled = true;
    putOn(observer);
    expect(object.greet('you')).toBe('ours(hello you)');
  });

  test('a method that was inherited is inherited again', () => {
    const object: ReturnType<typeof target> = Object.create(target());
    patchAndDisable(object, () => expect(Object.hasOwn(object, 'greet')).toBe(true));
    expect(Object.hasOwn(object, 'greet')).toBe(false);
    expect(object.greet('you')).toBe('hello you');
  });

  test('under a wrapper of somebody else it stays, passes calls through, and comes back without a second one', () => {
    const object = target();
    const observer = patchAndDisable(object, () => {
      object.greet = foreign(object.greet);
    });
    expect(object.greet('you')).toBe('foreign(hello you)');
    on.isEnabled = true;
    putOn(observer);
    expect(object.greet('you')).toBe('foreign(ours(hello you))');
  });

  test('what somebody else wrapped in the meantime is wrapped with it', () => {
    const object = target();
    const observer = patchAndDisable(object);
    object.greet = foreign(object.greet);
    on.isEnabled = true;
    putOn(observer);
    expect(object.greet('you')).toBe('ours(foreign(hello you))');
  });

  test.each(['the first', 'the second'])(
    'of two that are enabled, disabling %s leaves the other',
    (which) => {
      const object = target();
      const enabled = [true, true];
      const observers = [0, 1].map((index) => patchGreet(object, 'ours', () => enabled[index] === true));
      const index = which === 'the first' ? 0 : 1;
      enabled[index] = false;
      takeOff(observers[index] as CallObserver);
      expect(object.greet('you')).toBe('ours(hello you)');
    },
  );
});

describe('of several observers', () => {
  /** Patches a method for observers that can be turned off. The method names the observer that gets its reports. */
  function three() {
    const object = target();
    const enabled = [true, true, true];
    const observers = enabled.map((_, index) => observerThat(() => enabled[index] === true));
    const reporting =
      (original: (name: string) => string, observer: () => CallObserver | undefined) => (name: string) => {
        const active = observer();
        return active ? `${observers.indexOf(active)}: ${original(name)}` : original(name);
      };
    for (const observer of observers) patchMethod(object, 'greet', reporting, observer);
    const disable = (index: number): void => {
      enabled[index] = false;
      takeOff(observers[index] as CallObserver);
    };
    const enable = (index: number): void => {
      enabled[index] = true;
      putOn(observers[index] as CallObserver);
    };
    return { object, enabled, disable, enable };
  }

  test('the newest that is enabled gets the reports', () => {
    const { object, enabled } = three();
    expect(object.greet('you')).toBe('2: hello you');
    enabled[2] = false;
    expect(object.greet('you')).toBe('1: hello you');
    enabled[1] = false;
    expect(object.greet('you')).toBe('0: hello you');
    enabled[0] = false;
    expect(object.greet('you')).toBe('hello you');
  });

  test.each([
    [[0], '2'],
    [[1], '2'],
    [[2], '1'],
    [[0, 1], '2'],
    [[1, 2], '0'],
    [[2, 0], '1'],
  ])('taking %j off leaves the others', (off, newest) => {
    const { object, disable, enable } = three();
    for (const index of off) disable(index);
    expect(object.greet('you')).toBe(`${newest}: hello you`);
    // One that comes back is the newest.
    for (const index of off) enable(index);
    expect(object.greet('you')).toBe(`${off.at(-1)}: hello you`);
  });

  test('the last one takes the wrapper with it, and one that is not there takes nothing', () => {
    const { object, disable } = three();
    const { greet } = target();
    const before = object.greet;
    disable(0);
    disable(0);
    disable(2);
    expect(object.greet).toBe(before);
    disable(1);
    expect(String(object.greet)).toBe(String(greet));
    expect(object.greet('you')).toBe('hello you');
  });

  test('one that was taken off while another was disabled only, is not asked again', () => {
    const { object, enabled, disable } = three();
    enabled[0] = false;
    enabled[1] = false;
    disable(2);
    expect(object.greet('you')).toBe('hello you');
    enabled[2] = true;
    expect(object.greet('you')).toBe('hello you');
  });
});

test('two methods of an object are put back, each as it was', () => {
  const object = { ...target(), part: (name: string) => `goodbye ${name}` };
  const { greet, part } = object;
  const on = { isEnabled: true };
  const observer = patchGreet(object, 'ours', () => on.isEnabled);
  patchMethod(object, 'part', wrapper('ours'), observer);
  expect([object.greet('you'), object.part('you')]).toEqual(['ours(hello you)', 'ours(goodbye you)']);
  on.isEnabled = false;
  takeOff(observer);
  expect(object).toMatchObject({ greet, part });
  on.isEnabled = true;
  putOn(observer);
  expect([object.greet('you'), object.part('you')]).toEqual(['ours(hello you)', 'ours(goodbye you)']);
});

test('of two objects one is taken off for good, and the other comes back', () => {
  const [one, other] = [target(), target()];
  const on = { isEnabled: true };
  const observer = observerThat(() => on.isEnabled);
  for (const object of [one, other]) patchMethod(object, 'greet', wrapper('ours'), observer);
  const { greet } = target();
  on.isEnabled = false;
  unpatch(one, observer);
  takeOff(observer);
  expect([one, other].map((object) => String(object.greet))).toEqual([String(greet), String(greet)]);
  on.isEnabled = true;
  putOn(observer);
  expect([one.greet('you'), other.greet('you')]).toEqual(['hello you', 'ours(hello you)']);
  expect(String(one.greet)).toBe(String(greet));
});

test('a class and its subclass, which inherits what is patched, wrap it once', () => {
  const base = target();
  const derived: ReturnType<typeof target> = Object.create(base);
  patchGreet(base, 'ours');
  patchGreet(derived, 'ours');
  expect(Object.hasOwn(derived, 'greet')).toBe(false);
  expect(derived.greet('you')).toBe('ours(hello you)');
});

test('a method keeps its number of parameters, whatever its wrapper takes', () => {
  const object = { join: (one: string, other: string) => one + other };
  const passing =
    (original: (...args: string[]) => string): ((...args: string[]) => string) =>
    (...args) =>
      original(...args);
  patchMethod(object, 'join', passing, observerThat(always));
  expect(object.join).toHaveLength(2);
  expect(object.join('a', 'b')).toBe('ab');
});

test('a method that is not there stays away', () => {
  const object = {} as ReturnType<typeof target>;
  patchGreet(object, 'ours');
  expect('greet' in object).toBe(false);
});

test('an observer that has patched nothing can be taken off and put on', () => {
  const observer = observerThat(always);
  unpatch(target(), observer);
  takeOff(observer);
  expect(() => putOn(observer)).not.toThrow();
});

test('an observer of another copy that throws does not reach the application', () => {
  stepsFail('looking for an observer');
  const object = target();
  patchGreet(object, 'ours', () => {
    throw new Error('from another copy');
  });
  expect(object.greet('you')).toBe('hello you');
});

describe('another version of this package', () => {
  const slot = (version: string): symbol => Symbol.for(`@sevenstep/instrumentation-anthropic.${version}`);
  const older = (object: object, version: string, value: unknown): void => {
    Object.defineProperty(object, slot(version), { value, configurable: true });
  };

  test.each<[string, string, unknown, string]>([
    ['an observer of 0.1', 'observer', { isEnabled: () => true }, 'hello you'],
    ['a disabled one', 'observer', { isEnabled: () => false }, 'ours(hello you)'],
    ['one whose parts nobody knows', 'observer', { fromTheFuture: true }, 'ours(hello you)'],
    ['one that throws', 'observer', { isEnabled: vi.fn().mockRejectedValue('x') }, 'ours(hello you)'],
    ['several observers', 'patches.v9', { observers: [{ isEnabled: () => true }] }, 'hello you'],
    ['nothing', 'patched', undefined, 'ours(hello you)'],
  ])('%s: one of the two observes, and no call fails', (_, version, value, greeting) => {
    const object = target();
    older(object, version, value);
    patchGreet(object, 'ours');
    expect(object.greet('you')).toBe(greeting);
  });
});
