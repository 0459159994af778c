// A patched method passes calls through, keeps what it was, and leaves other people's wrappers alone.
import { describe, expect, test, vi } from 'vitest';
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

test('an observer that has patched nothing can be taken off and put on', () => {
  const observer = observerThat(always);
  unpatch(target(), observer);
  takeOff(observer);
  expect(() => putOn(observer)).not.toThrow();
});

test('an observer of another copy that throws does not reach the application', () => {
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
