// Anthropic's Go SDK.
import { join } from 'node:path';
import type { Client } from '../client.ts';
import { converse } from '../converse.ts';
import { installGo } from '../tools.ts';
import { ANY_CHARACTER, NO_KEY_FUNCTION, STREAM_PASSES } from './reasons.ts';

const VERSION = '1.84.0';

export const go: Client = {
  id: 'sdk-go',
  title: `anthropic-sdk-go ${VERSION}`,
  forms: ['log.Fatal', 'panic', '%+v', '%w', 'slog', 'DumpResponse', 'Println'],
  cannot: { ...NO_KEY_FUNCTION, ...STREAM_PASSES, ...ANY_CHARACTER },
  install: () => installGo('go', [`github.com/anthropics/anthropic-sdk-go@v${VERSION}`]),
  run: (folder, call) => converse({ command: join(folder, 'app'), args: [] }, call),
};
