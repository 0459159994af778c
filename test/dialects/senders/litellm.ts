// LiteLLM, as a library with its router and as a proxy.
import { installPython } from '../install.ts';
import type { Sender } from '../sender.ts';
import { NO_KEY_FUNCTION, NO_SIGNAL, pythonProgram } from './python-program.ts';

const VERSION = '1.110.2';
// A release whose packages are all there.
const PROXY = '1.80.0';

const COMMON: Pick<Sender, 'dialect' | 'pointAtUs'> = {
  dialect: 'litellm',
  pointAtUs:
    'Set `OTEL_EXPORTER=otlp_http` and `OTEL_EXPORTER_OTLP_ENDPOINT` to the doctor, and add `otel` to the callbacks.',
};

export const litellm: Sender = {
  ...COMMON,
  id: 'litellm',
  title: `LiteLLM ${VERSION} (Python), with its router`,
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION },
  install: () =>
    installPython('litellm', [`litellm==${VERSION}`, 'opentelemetry-exporter-otlp-proto-http==1.45.2']),
  program: (folder) => pythonProgram(folder, 'litellm_calls.py'),
};

export const litellmProxy: Sender = {
  ...COMMON,
  id: 'litellm-proxy',
  title: `LiteLLM ${PROXY} as a proxy`,
  cannot: { ...NO_SIGNAL, ...NO_KEY_FUNCTION },
  // It maps every status without its own class to 500.
  truth: { 'service.unrecognized': 'service.internal' },
  install: () =>
    installPython('litellm-proxy', [
      `litellm[proxy]==${PROXY}`,
      // It imports both.
      'opentelemetry-exporter-otlp-proto-grpc==1.45.2',
      'opentelemetry-exporter-otlp-proto-http==1.45.2',
    ]),
  program: (folder) => pythonProgram(folder, 'litellm_proxy.py'),
};
