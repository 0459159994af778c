// Anthropic's Java SDK.
import { join } from 'node:path';
import type { Client } from '../client.ts';
import { converse } from '../converse.ts';
import { installJava } from '../tools.ts';
import { NO_KEY_FUNCTION, NO_SIGNAL, STREAM_PASSES } from './reasons.ts';

// As in the `pom.xml`.
const VERSION = '3.14.0';

export const java: Client = {
  id: 'sdk-java',
  title: `anthropic-java ${VERSION}`,
  forms: ['uncaught', 'e.toString()', 'e.getMessage()', 'logback', 'async', 'println'],
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION, ...STREAM_PASSES },
  install: () => installJava('java', VERSION),
  run: (folder, call) =>
    converse(
      {
        command: 'java',
        args: ['-cp', `${join(folder, 'classes')}:${join(folder, 'lib')}/*`, 'Summarize'],
      },
      call,
    ),
};
