import { authorizerScenes } from './authorizer-scenes.ts';
import type { FunctionScene } from './function-scene.ts';
import { notifierScenes } from './notifier-scenes.ts';
import { revokerScenes } from './revoker-scenes.ts';

/** All events of all functions but the API's. */
export const functionScenes: readonly FunctionScene[] = [
  ...revokerScenes,
  ...authorizerScenes,
  ...notifierScenes,
];
