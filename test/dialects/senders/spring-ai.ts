// Spring AI, observed by Micrometer and its bridge to OpenTelemetry.
import { delimiter, join } from 'node:path';
import { installJava } from '../install.ts';
import type { Sender } from '../sender.ts';

// As in the `pom.xml`.
const VERSION = '2.0.1';

export const springAi: Sender = {
  id: 'spring-ai',
  title: `Spring AI ${VERSION}, with \`micrometer-tracing-bridge-otel\``,
  dialect: 'conventions',
  pointAtUs: 'Set `management.opentelemetry.tracing.export.otlp.endpoint` to the doctor.',
  cannot: {
    'connection.aborted': 'Spring AI has no way to end a call',
    'connection.deadline': 'Spring AI has no way to end a call',
    'identity.credentials_unavailable': 'Spring AI takes no function for the key',
    'response.stream_timeout': 'Spring AI has no way to end a call',
  },
  install: () => installJava('spring-ai', VERSION, 'SpringAi.java'),
  program: (folder) => ({
    command: 'java',
    args: ['-cp', [join(folder, 'classes'), join(folder, 'lib/*')].join(delimiter), 'SpringAi'],
  }),
};
