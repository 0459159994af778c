// Semantic Kernel for Python, by its own model diagnostics.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, pythonProgram } from './python-program.ts';

const VERSION = '1.45.0';

export const semanticKernel: Sender = {
  id: 'semantic-kernel',
  title: `Semantic Kernel ${VERSION} (Python), its model diagnostics`,
  dialect: 'semantic-kernel',
  pointAtUs:
    'Set `SEMANTICKERNEL_EXPERIMENTAL_GENAI_ENABLE_OTEL_DIAGNOSTICS` to `true`, and register a `TracerProvider` that exports to the doctor.',
  cannot: {
    ...NO_KEY_FUNCTION,
    'request.header_characters': 'the client sends any character',
    'request.invalid_value': 'Semantic Kernel refuses the value before it starts a span',
  },
  install: () =>
    installPython('semantic-kernel', [
      `semantic-kernel[anthropic]==${VERSION}`,
      'anthropic==0.125.0',
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
  program: (folder) => pythonProgram(folder, 'semantic_kernel_chat.py'),
};
