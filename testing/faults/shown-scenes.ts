import type { RouteName } from '@sentinel/core/contract/index';
import type { Scene } from './scenes/turns.ts';
import { vends } from './scenes/vends.ts';
import { scenes } from './scenes.ts';

/** The route that a scene is about. */
export function routeOf({ before, ask }: Scene): RouteName {
  return ask(before.map(() => ({}))).route;
}

/** The first scene of each route: documents are read alike in all of one, and fail in that one. */
export function isFirst(scene: Scene): boolean {
  return scenes.find((other) => routeOf(other) === routeOf(scene)) === scene;
}

/**
 * What fails over HTTP: each way of vending, and one scene of each other route; what is refused anyway, where nothing is
 * left out.
 */
export function shownIn(isWhole: boolean): readonly Scene[] {
  return scenes.filter(
    (scene) => isFirst(scene) || (vends.includes(scene) && (scene.code === undefined || isWhole)),
  );
}
