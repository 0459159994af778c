// Tells whether the tests that take too long for a change run, too: those of `.ci/nightly`.

/** Whether they do: the variable `SEVENSTEP_NIGHTLY` is set. */
export const isNight: boolean = Boolean(process.env.SEVENSTEP_NIGHTLY);
