// Tells which tests that take too long for a change run, too: those of `.ci/nightly`.

/** Whether they do: the variable `SEVENSTEP_NIGHTLY` is set. */
export const isNight: boolean = Boolean(process.env.SEVENSTEP_NIGHTLY);

/** Whether a Collector may be run: one is given, or there is time to build it, which takes minutes. */
export const hasCollector: boolean = isNight || Boolean(process.env.COLLECTOR_BIN);
