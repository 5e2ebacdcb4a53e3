// Runs at CloudFront's edge for every request (runtime cloudfront-js-2.0, so neither TypeScript nor modules).
// /history and /history/ are the object history/index.html; whatever has a dot in its last part is an object already.
// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name.
function handler(event) {
  const request = event.request;
  const last = request.uri.slice(request.uri.lastIndexOf('/') + 1);
  if (!last.includes('.')) request.uri = `${request.uri.replace(/\/+$/, '')}/index.html`;
  return request;
}
