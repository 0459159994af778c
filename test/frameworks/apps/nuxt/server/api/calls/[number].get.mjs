// A server route that makes a call.
import Anthropic from '@anthropic-ai/sdk';
import { defineEventHandler, getRouterParam } from 'h3';
import { makeCall } from '../../../calls.mjs';

const client = new Anthropic();

export default defineEventHandler((event) => makeCall(client, Number(getRouterParam(event, 'number'))));
