// The Go SDK, which makes spans itself.
import { join } from 'node:path';
import { installGo } from '../install.ts';
import type { Sender } from '../sender.ts';

const VERSION = '1.84.0';

export const sdkGo: Sender = {
  id: 'sdk-go',
  title: `The SDK's own spans, \`anthropic-sdk-go\` ${VERSION} (Go)`,
  dialect: 'sdk',
  pointAtUs:
    'Set a global `TracerProvider` with `otlptracehttp`, and `OTEL_EXPORTER_OTLP_ENDPOINT` to the address that `doctor watch` prints.',
  cannot: {
    'identity.credentials_unavailable': 'the client takes no function for the key',
    'request.header_characters': 'the client sends any character',
  },
  install: () =>
    installGo('sdk-go', [
      `github.com/anthropics/anthropic-sdk-go@v${VERSION}`,
      'go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp@v1.47.0',
    ]),
  program: (folder) => ({ command: join(folder, 'app'), args: [] }),
};
