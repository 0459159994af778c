// The mutated sources of each package, and the tests to run: those that run the sources in their own process.

export interface Mutated {
  readonly name: string;
  /** Sources, as globs. */
  readonly mutate: readonly string[];
  /** Files of tests, as globs. A test that starts another program runs what was built, where no mutant is. */
  readonly tests: readonly string[];
  readonly without: readonly string[];
}

const CHECKLIST = 'packages/checklist/src';

export const PACKAGES: readonly Mutated[] = [
  {
    name: 'checklist',
    // The engine. Rules, phrases, patterns and drills are tables of prose, and each row has its own test.
    mutate: [
      `${CHECKLIST}/{conditions,diagnosis,facts,findings,ids,spans,texts}/**/*.ts`,
      `${CHECKLIST}/{checklist,options,thresholds}.ts`,
      `!${CHECKLIST}/ids/released.ts`,
    ],
    tests: ['packages/checklist/test/**/*.test.ts'],
    // Bundles are larger with all mutants inside.
    without: ['packages/checklist/test/{readme,text-size,site/site}.test.ts'],
  },
  {
    name: 'processor',
    mutate: ['packages/diagnosis-span-processor/src/**/*.ts'],
    tests: [
      'packages/diagnosis-span-processor/test/**/*.test.ts',
      'test/integration/{beside,counted-once,diagnose-option}.test.ts',
    ],
    // Thirty thousand calls for each mutant would take days.
    without: ['packages/diagnosis-span-processor/test/{memory,readme}.test.ts'],
  },
  {
    name: 'doctor',
    mutate: ['packages/doctor/src/**/*.ts', '!packages/doctor/src/{check/**,commands/check.ts,bin.ts}'],
    tests: [
      'packages/doctor/test/**/*.test.ts',
      'test/integration/doctor-{beside-http,diagnose,ticket}.test.ts',
      'test/security/{files,network,output,own-writes}.test.ts',
    ],
    without: ['packages/doctor/test/{check-*,readme}.test.ts'],
  },
  {
    // The command `check` of the doctor, whose tests send requests.
    name: 'check',
    mutate: ['packages/doctor/src/{check/**/*,commands/check}.ts'],
    tests: ['packages/doctor/test/check-*.test.ts'],
    without: ['packages/doctor/test/check-terminal.test.ts'],
  },
  {
    name: 'instrumentation',
    // With what reads requests and responses for it.
    mutate: ['packages/{instrumentation-anthropic,wire}/src/**/*.ts'],
    tests: [
      'packages/{instrumentation-anthropic,wire}/test/**/*.test.ts',
      'test/integration/*.test.ts',
      // That of secrets has times in it, which mutants do not keep.
      'test/security/{echoes,stack-frames}.test.ts',
    ],
    without: [
      'packages/instrumentation-anthropic/test/readme.test.ts',
      // Of modules that are loaded a second time, which a mutant of their tables does not outlive.
      'test/integration/runtimes.test.ts',
      'packages/instrumentation-anthropic/test/process-end.test.ts',
      // Tests of separate programs, of other packages, and of texts.
      'test/integration/{alerts,catalogue-*,doctor*,loading,newer-sdk,patterns,proxy,register,set-ups-*}.test.ts',
      'test/integration/{pasted,stack-files,terms,text-of-drills,wild-texts}.test.ts',
      // Of files, some of which the copy of the tree leaves out, and of the text of the sources.
      'test/integration/{folders,import-circles,matrix-table,mutants,one-name,shared-versions}.test.ts',
      'test/integration/{support-page,where-to-look}.test.ts',
      // Slow tests that repeat others. They rarely kill a mutant that the others do not kill.
      'test/integration/{collected,drills,drift,http-client,sampling,sampling-middleware}.test.ts',
      'test/integration/{silence,spans-and-journal,transparency}.test.ts',
    ],
  },
];
