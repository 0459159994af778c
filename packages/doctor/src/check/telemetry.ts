// The last probe: checks that the exporters' address accepts a span.
import { randomBytes } from 'node:crypto';
import { type Destination, destinationOf, switchedOff } from '../otlp/destination.ts';
import { isLoopback } from '../otlp/own-host.ts';
import { codeOfFailure, sendOtlp } from '../otlp/send.ts';
import { redirectText } from '../redirect.ts';
import type { Json } from '../spans/span.ts';
import { hostOf } from './direct-connection.ts';
import type { ProbeReport } from './probe.ts';
import type { ProbeContext } from './probe-context.ts';
import { connectTcp } from './sockets.ts';

export async function probeTelemetry({ env, timeoutMs }: ProbeContext): Promise<ProbeReport> {
  const off = switchedOff(env, 'traces');
  if (off !== undefined) {
    const [name, value] = off;
    return {
      says: `${name} is ${value}: no span was sent`,
      skipped: true,
      hint: `No span leaves with ${name}=${value}.`,
    };
  }
  const destination = destinationOf(env, 'traces');
  if (destination === undefined) {
    return {
      says: 'OTEL_EXPORTER_OTLP_ENDPOINT is not set: no span was sent',
      // An application may set up its exporter in code, or have none. The API can still be healthy.
      skipped: true,
      hint: 'To test the export of spans, set OTEL_EXPORTER_OTLP_ENDPOINT, such as to http://localhost:4318, where the command watch listens.',
    };
  }
  if (!URL.canParse(destination.url)) {
    return {
      says: `${destination.variable} is not a URL`,
      hint: `Write ${destination.variable} as http://host:port.`,
    };
  }
  return destination.protocol === 'grpc'
    ? connectOnly(new URL(destination.url), timeoutMs)
    : sendSpan(destination, AbortSignal.timeout(timeoutMs));
}

/** The name of the span in the backend. */
const SPAN_NAME = 'sevenstep-doctor check';

async function sendSpan(destination: Destination, signal: AbortSignal): Promise<ProbeReport> {
  const { url, variable, protocol, headers } = destination;
  const { host, pathname } = new URL(url);
  const start = performance.now();
  try {
    const { status, ok, redirect, rejected } = await sendOtlp(
      destination,
      'traces',
      oneSpan(Date.now()),
      signal,
    );
    const says = `${host}${pathname} by ${protocol}: ${status} in ${Math.round(performance.now() - start)} ms`;
    if (redirect !== undefined) {
      return {
        says: `${says}, redirects to ${redirectText(redirect)}`,
        hint: `The redirect was not followed, because headers may be credentials. Set ${variable} to the final address.`,
      };
    }
    if (rejected !== undefined) {
      return {
        says: `${says}; it rejected the span: "${rejected.reason}"`,
        hint: 'The receiver reports success but drops spans: fix the reason that it gives, such as a quota.',
      };
    }
    if (ok) {
      return {
        says: `${says}; it accepted the span "${SPAN_NAME}"`,
        ...(isReadable(new URL(url), headers) && {
          hint: `The headers of spans go to ${host} over plain HTTP: others on the network can read them.`,
        }),
      };
    }
    return { says, hint: `The receiver rejects spans: check path, protocol and headers of ${variable}.` };
  } catch (error) {
    return {
      says: `${host}: ${codeOfFailure(error)}`,
      hint: `No span arrives there: start the receiver, or correct ${variable}.`,
    };
  }
}

/** Whether headers that may be credentials are sent unencrypted. */
const isReadable = ({ protocol, hostname }: URL, headers: Readonly<Record<string, string>>): boolean =>
  protocol === 'http:' && !isLoopback(hostname) && Object.keys(headers).length > 0;

/** Tests only the connection, because this program cannot send a span by gRPC. */
async function connectOnly(url: URL, timeoutMs: number): Promise<ProbeReport> {
  const { host, port } = url;
  const outcome = await connectTcp(hostOf(url), Number(port) || 4317, timeoutMs);
  if (outcome.ok) {
    outcome.value.destroy();
    return { says: `${host} accepts connections; no span was sent, because the protocol is gRPC` };
  }
  return { says: `${host}: ${outcome.code}`, hint: 'No span arrives there: start the receiver.' };
}

function oneSpan(now: number): Json {
  const time = `${BigInt(now) * 1_000_000n}`;
  const service = { key: 'service.name', value: { stringValue: 'sevenstep-doctor' } };
  const span = {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    name: SPAN_NAME,
    kind: 1,
    startTimeUnixNano: time,
    endTimeUnixNano: time,
    attributes: [],
  };
  return {
    resourceSpans: [
      {
        resource: { attributes: [service] },
        scopeSpans: [{ scope: { name: 'sevenstep-doctor' }, spans: [span] }],
      },
    ],
  };
}
