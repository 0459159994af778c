// https://docs.nestjs.com/controllers, without a compiler for its decorators.
import 'reflect-metadata';
import Anthropic from '@anthropic-ai/sdk';
import { Controller, Get, Module, Param } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ask } from './ask.mjs';
import { makeCall } from './calls.mjs';

class CallsController {
  client = new Anthropic();

  call(number) {
    return makeCall(this.client, Number(number));
  }
}
const { prototype } = CallsController;
Param('number')(prototype, 'call', 0);
Get(':number')(prototype, 'call', Object.getOwnPropertyDescriptor(prototype, 'call'));
Controller('calls')(CallsController);

class AppModule {}
Module({ controllers: [CallsController] })(AppModule);

const app = await NestFactory.create(AppModule, { logger: false });
await app.listen(0, '127.0.0.1');
await ask(app.getHttpServer().address().port);
await app.close();
