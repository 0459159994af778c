// For tests of what must not take forever: time of this process alone, whatever else the machine does.

/** Milliseconds of CPU time that this process has used. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
