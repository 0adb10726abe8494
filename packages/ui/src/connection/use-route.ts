import { useSyncExternalStore } from 'react';
import { fragmentOf, type Route, routeOf } from './route.js';

let last: { readonly fragment: string; readonly route: Route } | undefined;

function current(): Route {
  if (last?.fragment !== location.hash) last = { fragment: location.hash, route: routeOf(location.hash) };
  return last.route;
}

function watch(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The page that the address names, kept up to date. */
export function useRoute(): Route {
  return useSyncExternalStore(watch, current);
}

/** Goes to another page. */
export function go(route: Route): void {
  location.hash = fragmentOf(route);
}

/** Goes to another page in place of this one, which "back" then passes over. */
export function replace(route: Route): void {
  location.replace(fragmentOf(route));
}
