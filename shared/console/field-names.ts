/** What the API calls a field, by what our form calls it. */
const API_NAMES: Record<string, string> = {
  nextUpdate: 'nextUpdateBy',
  nextUpdateAt: 'nextUpdateBy',
  restore: 'restoreBy',
  restoreAt: 'restoreBy',
  report: 'reportBy',
  reportAt: 'reportBy',
};

export const apiName = (name: string): string => API_NAMES[name] ?? name;
