// Replaces the global Date of a process by one whose present can be set, for the local cloud and the functions in it.
// Plain CommonJS, because a function's process loads it before anything else.
const RealDate = Date;

/** When it was `realMs`, it was `atMs` here, and since then time has passed `rate` times as fast. */
let setting = { realMs: 0, atMs: 0, rate: 1 };

const nowMs = () => Math.floor(setting.atMs + (RealDate.now() - setting.realMs) * setting.rate);

function SettableDate(...args) {
  if (!new.target) return String(new RealDate(nowMs()));
  return args.length === 0 ? new RealDate(nowMs()) : new RealDate(...args);
}
// One prototype for both, so that every date is an instance of either.
SettableDate.prototype = RealDate.prototype;
SettableDate.now = nowMs;
SettableDate.parse = RealDate.parse;
SettableDate.UTC = RealDate.UTC;

module.exports = {
  install() {
    globalThis.Date = SettableDate;
  },
  realNowMs: () => RealDate.now(),
  nowMs,
  setting: () => setting,
  set(next) {
    setting = next;
  },
};
