// Runs at CloudFront's edge for every request (runtime cloudfront-js-2.0, so neither TypeScript nor modules).
// /history and /history/ are the object history/index.html; whatever has a dot in its last part is an object already.
// Clients that are configured with a slash at the end ask for //api/v2/summary.json, or with one behind the name.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const path = request.uri.replace(/\/+/g, '/').replace(/\/$/, '');
  const last = path.slice(path.lastIndexOf('/') + 1);
  request.uri = last.includes('.') ? path : `${path}/index.html`;
  return request;
}
