// https://docs.temporal.io/develop/typescript/testing-suite: an activity in the environment that Temporal has for tests.
import Anthropic from '@anthropic-ai/sdk';
import { OpenTelemetryActivityInboundInterceptor } from '@temporalio/interceptors-opentelemetry';
import { MockActivityEnvironment } from '@temporalio/testing';
import { calls, makeCall } from './calls.mjs';

const client = new Anthropic();
const describe = (number) => makeCall(client, number);
const environment = new MockActivityEnvironment(undefined, {
  interceptors: [(context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) })],
});
for (const number of calls.keys()) console.log(await environment.run(describe, number));
