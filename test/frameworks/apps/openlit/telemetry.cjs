// https://docs.openlit.io/latest/sdk/quickstart-ai-observability, with prices given so that it fetches none.
const { default: openlit } = require('openlit');

openlit.init({
  applicationName: 'teapots',
  otlpEndpoint: process.env.OTEL_EXPORTER_OTLP_ENDPOINT,
  disableBatch: true,
  pricingJson: { chat: {} },
});
