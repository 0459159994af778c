// Makes the call with a number.
import Anthropic from '@anthropic-ai/sdk';
import { makeCall } from './calls.mjs';

const client = new Anthropic();
export default (number) => makeCall(client, number);
