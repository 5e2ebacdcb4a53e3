import { INCIDENT_COMMANDS } from '../contract/incident-command-names.ts';
import { Problem } from '../contract/problem.ts';

type Called = { method: string; path: string };

/**
 * Throws the `Problem` of a call that nothing answers: 405 with `Allow` where other methods are taken, else 404. A router
 * knows no methods but the common ones, and whoever sends others is not our fault.
 */
export function unknownCall(routes: readonly Called[]): (called: Called) => never {
  const known = routes.filter((route) => !route.path.includes('{proxy+}'));
  return ({ method, path }) => {
    const taken = new Set(known.filter((route) => pattern(route.path).test(path)).map((route) => route.method));
    if (taken.size === 0)
      throw new Problem({
        type: 'not-found',
        title: 'There is nothing here',
        status: 404,
        detail: `${method} ${path.slice(0, 200)} is not a call of this API; GET /openapi.json lists them.`,
      });
    if (taken.has('GET')) taken.add('HEAD');
    const allow = [...taken].toSorted().join(', ');
    throw new Problem(
      {
        type: 'method-not-allowed',
        title: 'This address does not take this method',
        status: 405,
        detail: `${method} is not taken here; ${allow} ${taken.size === 1 ? 'is' : 'are'}. Nothing was done.`,
      },
      { allow },
    );
  };
}

/** Of the last part of some paths not every word is one. */
const pattern = (path: string): RegExp =>
  new RegExp(`^${path.replace('{command}', `(?:${INCIDENT_COMMANDS.join('|')})`).replace(/\{\w+\}/g, '[^/]+')}/?$`);
