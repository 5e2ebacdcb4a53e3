// Runs at CloudFront's edge for every request (runtime cloudfront-js-2.0, so neither TypeScript nor modules).
// /history and /history/ are the object history/index.html; whatever has a dot in its last part is an object already.
// Clients that are configured with a slash at the end ask for //api/v2/summary.json, or with one behind the name.
// A browser asks with OPTIONS before a page of another origin may send If-None-Match. The bucket would refuse it, and what
// is answered here passes by the policy that adds headers to all else.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  if (request.method === 'OPTIONS') return preflight;
  const path = request.uri.replace(/\/+/g, '/').replace(/\/$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  request.uri = last.includes('.') ? path : `${path}/index.html`;
  return request;
}

const preflight = {
  statusCode: 204,
  statusDescription: 'No Content',
  headers: {
    'access-control-allow-origin': { value: '*' },
    'access-control-allow-methods': { value: 'GET, HEAD, OPTIONS' },
    'access-control-allow-headers': { value: '*' },
    'access-control-max-age': { value: '7200' },
    'cache-control': { value: 'max-age=7200' },
  },
};
