/** Which page is shown. The address has it behind `#/`, so that the browser's own "back" works; every `Place` of the program is one. */
export type Route =
  | { readonly page: 'home' | 'invite' | 'help' | 'practice' | 'settings' | 'sessions' | 'people' }
  | { readonly page: 'expert'; readonly id: string }
  | { readonly page: 'log'; readonly session: string };

/** The page that a fragment names; home for anything else. */
export function routeOf(fragment: string): Route {
  const [page = '', ...rest] = fragment.replace(/^#\/?/, '').split('/');
  const argument = decode(rest.join('/'));
  switch (page) {
    case 'invite':
    case 'help':
    case 'practice':
    case 'settings':
    case 'sessions':
    case 'people':
      return { page };
    case 'expert':
      return argument === '' ? { page: 'home' } : { page, id: argument };
    case 'log':
      return argument === '' ? { page: 'sessions' } : { page, session: argument };
    default:
      return { page: 'home' };
  }
}

/** The fragment of a page, for links. */
export function fragmentOf(route: Route): string {
  switch (route.page) {
    case 'home':
      return '#/';
    case 'expert':
      return `#/expert/${encodeURIComponent(route.id)}`;
    case 'log':
      return `#/log/${encodeURIComponent(route.session)}`;
    default:
      return `#/${route.page}`;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
