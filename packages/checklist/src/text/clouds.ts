// Finds the cloud that served the call in a text, and its error code.
import type { SpanAttributes } from '@sevenstep/semantic-conventions';
import { AWS_CLASSES } from '../facts/cloud-codes.ts';
import { factOf, type Sign, type Signs, type TypeSign } from './signs.ts';
import { calledHost, isOwnRequestId } from './winners.ts';

/** The cloud in the signs. */
export interface Cloud {
  /** Whether the text names a cloud. */
  readonly isNamed: boolean;
  readonly attributes: SpanAttributes;
  readonly code?: Sign | undefined;
}

const NONE: Cloud = { isNamed: false, attributes: { 'gen_ai.provider.name': 'anthropic' } };

// These match hosts, classes, packages and sentences, because a single word, or a folder in a stack, may have another meaning.
const BEDROCK =
  /\bBedrock is unable\b|(?:anthropic|chat|\w\.|amazon-|lib\/)bedrock|bedrock(?:[- ]?runtime|-sdk|exception|:\w)|when calling the (?:InvokeModel|Converse)|\bbotocore\b|model version has reached the end of its life|marked by provider as Legacy|The model returned the following errors/i;
const BEDROCK_MODEL = /\banthropic\.claude-/;
const VERTEX =
  /(?:anthropic|google-|lib\/)vertex|vertex-sdk|(?<![/\\-])vertex_?ai|aiplatform\.googleapis\.com|publishers\/anthropic|\bPublisher Model\b|google-?auth-?library/i;
const FOUNDRY = /(?:anthropic|lib\/)foundry|foundry-sdk|services\.ai\.azure\.com|cognitiveservices[./]a/i;

/** Sentences that AWS uses for only one class, in case the class is lost. */
const AWS_SENTENCES: readonly (readonly [sentence: RegExp, code: string])[] = [
  [/\bmodel is not ready for inference\b/i, 'ModelNotReadyException'],
  [/\bmodel took too long to process\b|\bexceeded the model timeout\b/i, 'ModelTimeoutException'],
  [/\bexceeds the service quota for your account\b/i, 'ServiceQuotaExceededException'],
  [/\bencountered an unexpected error during processing\b/i, 'InternalServerException'],
  [/\btoo many (?:tokens|requests)(?: per day)?, please wait before trying again\b/i, 'ThrottlingException'],
];

/** The format of botocore's errors. */
const CALLING = /An error occurred \((?<code>[A-Za-z]{3,80})\) when calling/;
const GOOGLE_STATUS = /^[A-Z]{3,30}(?:_[A-Z]{2,30}){0,3}$/;

export function cloudOf(signs: Signs, type: TypeSign | undefined): Cloud {
  const { text } = signs;
  if (isOwnRequestId(signs, undefined) || /anthropic\.com$/.test(calledHost(signs)?.value ?? '')) return NONE;
  // The API itself may answer about a cloud's model id.
  const isOpen = type === undefined;
  if (BEDROCK.test(text) || (isOpen && (BEDROCK_MODEL.test(text) || isAws(signs)))) {
    const code = awsCode(signs);
    return { isNamed: true, attributes: { 'gen_ai.provider.name': 'aws.bedrock' }, code };
  }
  const isVertex = VERTEX.test(text);
  const google = isVertex || type === undefined ? googleStatus(signs, isVertex) : undefined;
  if (isVertex || google !== undefined)
    return { isNamed: true, attributes: { 'gen_ai.provider.name': 'gcp.vertex_ai' }, code: google };
  if (FOUNDRY.test(text)) {
    // The conventions have no name for this provider, so the host identifies it.
    const host = signs.hosts.find(({ value }) => value.endsWith('.azure.com'));
    return {
      isNamed: true,
      attributes: { 'gen_ai.provider.name': 'anthropic', ...(host && { 'server.address': host.value }) },
    };
  }
  return NONE;
}

/** `{"error":{"code":504,"message":…,"status":"DEADLINE_EXCEEDED"}}`. With its code, the text need not name the cloud. */
const googleStatus = ({ pairs }: Signs, isNamed: boolean): Sign | undefined =>
  pairs.find(
    ({ name, value, within }) =>
      name === 'status' &&
      GOOGLE_STATUS.test(value) &&
      (isNamed ||
        pairs.some(
          (pair) => pair.within === within && pair.name === 'code' && /^[45]\d\d$/.test(pair.value),
        )),
  );

const isAws = (signs: Signs): boolean =>
  signs.classes.some(({ value }) => AWS_CLASSES.has(value)) ||
  factOf(signs, 'amzntype') !== undefined ||
  sentenceOfAws(signs) !== undefined;

function awsCode(signs: Signs): Sign | undefined {
  const called = CALLING.exec(signs.text)?.groups?.code;
  if (called !== undefined) return signOf(signs, capitalized(called));
  const header = factOf(signs, 'amzntype')?.split(':', 1)[0]?.split('#').at(-1);
  if (header !== undefined) return signOf(signs, header);
  const printed = signs.classes.find(({ value }) => AWS_CLASSES.has(value));
  if (printed !== undefined) return printed;
  const pair = signs.pairs.find(({ value }) => AWS_CLASSES.has(value));
  if (pair !== undefined) return pair;
  const said = sentenceOfAws(signs);
  return said === undefined ? undefined : { value: said, start: 0, end: 0 };
}

const sentenceOfAws = ({ text }: Signs): string | undefined =>
  AWS_SENTENCES.find(([sentence]) => sentence.test(text))?.[1];

/** Events of a stream have names such as `throttlingException`. */
const capitalized = (code: string): string => code.charAt(0).toUpperCase() + code.slice(1);

function signOf({ text }: Signs, value: string): Sign {
  const start = text.toLowerCase().indexOf(value.toLowerCase());
  return { value, start: Math.max(0, start), end: start < 0 ? 0 : start + value.length };
}
