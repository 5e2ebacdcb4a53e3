// AWS's own runtime interface client (aws-lambda-ric) is run as it is; only its native addon, which needs a compiler,
// is replaced: its three calls over node:http. Loaded with --require before the client.
const http = require('node:http');
const Module = require('node:module');
const net = require('node:net');
const date = require('./settable-date.cjs');

// Before the function is loaded, so that whatever it keeps of Date is the one that the cloud sets.
date.install();

const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, ...rest) {
  return request === './rapid-client.node' ? __filename : resolveFilename.call(this, request, ...rest);
};

// This machine's and not Lambda's: a handler does not see it. Node has read it when it started.
delete process.env.NODE_COMPILE_CACHE;

const [host, port] = (process.env.AWS_LAMBDA_RUNTIME_API ?? '').split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

// A function must not outlive the cloud that it runs in, not even one that was killed: this connection ends with it.
net
  .connect(Number(port), host)
  .on('close', () => process.exit(1))
  .on('error', () => process.exit(1))
  .unref();

function call(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      {
        host,
        port,
        agent,
        method,
        path: `/2018-06-01/runtime/invocation/${path}`,
        headers:
          body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers },
      },
      (response) => {
        let bodyJson = '';
        response
          .setEncoding('utf8')
          .on('data', (text) => {
            bodyJson += text;
          })
          .on('end', () => resolve({ bodyJson, headers: response.headers }));
      },
    );
    request.on('error', reject).end(body);
  });
}

let last = Promise.resolve();
let isLoaded = false;

module.exports = {
  initializeClient() {},
  // One answer at a time: the next invocation may not overtake the response to the last.
  next: () => {
    // What was compiled is kept at once: this process will be killed, and not end by itself.
    if (!isLoaded) Module.flushCompileCache();
    isLoaded = true;
    return last
      .then(() => call('GET', 'next'))
      .then((invocation) => {
        const clock = invocation.headers['candor-clock'];
        if (clock) date.set(JSON.parse(clock));
        return invocation;
      });
  },
  done(id, body) {
    last = call('POST', `${id}/response`, body);
  },
  error(id, body, cause) {
    last = call('POST', `${id}/error`, body, cause ? { 'lambda-runtime-function-xray-error-cause': cause } : {});
  },
};
