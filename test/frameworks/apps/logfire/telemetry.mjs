// https://logfire.pydantic.dev/docs/integrations/javascript/node/
import * as logfire from '@pydantic/logfire-node';

logfire.configure({
  token: 'none',
  serviceName: 'teapots',
  advanced: { baseUrl: process.env.OTEL_EXPORTER_OTLP_ENDPOINT },
});
