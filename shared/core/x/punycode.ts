/** The numbers of RFC 3492, part 5. */
const [BASE, FIRST, MOST, SKEW, DAMP, BIAS, START] = [36, 1, 26, 38, 700, 72, 128];

const ASCII_ONLY = /^[\0-\x7f]*$/;

/** How long a part of a domain is as names are kept in the DNS: in ASCII, with `xn--` before what was not (RFC 3492). */
export function lengthInDns(label: string): number {
  if (ASCII_ONLY.test(label)) return label.length;
  const points = Array.from(label, (letter) => letter.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < START).length;
  return 'xn--'.length + basic + (basic > 0 ? 1 : 0) + digitsOf(points, basic);
}

/** How many digits say which letters stand where, the basic ones left out. */
function digitsOf(points: readonly number[], basic: number): number {
  let [next, delta, bias, handled, digits] = [START, 0, BIAS, basic, 0];
  while (handled < points.length) {
    const least = Math.min(...points.filter((point) => point >= next));
    delta += (least - next) * (handled + 1);
    next = least;
    for (const point of points) {
      if (point < next) delta += 1;
      if (point !== next) continue;
      digits += digitsFor(delta, bias);
      bias = adapted(delta, handled + 1, handled === basic);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    next += 1;
  }
  return digits;
}

function digitsFor(delta: number, bias: number): number {
  let [rest, digits] = [delta, 1];
  for (let weight = BASE; ; weight += BASE) {
    const threshold = Math.min(Math.max(weight - bias, FIRST), MOST);
    if (rest < threshold) return digits;
    rest = Math.floor((rest - threshold) / (BASE - threshold));
    digits += 1;
  }
}

function adapted(delta: number, handled: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / handled);
  let steps = 0;
  for (; rest > ((BASE - FIRST) * MOST) / 2; steps += BASE) rest = Math.floor(rest / (BASE - FIRST));
  return steps + Math.floor(((BASE - FIRST + 1) * rest) / (rest + SKEW));
}
