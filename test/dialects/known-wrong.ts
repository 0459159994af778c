// Sender id to how many of its captures are known to be diagnosed wrongly. It may only fall: each is a capture that has lost what decides.

export const KNOWN_WRONG: Readonly<Record<string, number>> = {
  'openinference-js': 2,
};
