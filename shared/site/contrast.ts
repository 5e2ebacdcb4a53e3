/** WCAG's least contrast of text, with a little to spare for rounding. */
const READABLE = 4.6;

/** `colour`, moved towards black or white in small steps until text in it can be read on all `grounds`. All `#rrggbb`. */
export function readable(colour: string, grounds: readonly [string, ...string[]]): string {
  const towards = luminance(grounds[0]) > 0.5 ? '#000000' : '#ffffff';
  for (let step = 0; step < 20; step += 1) {
    const moved = mixed(colour, towards, step / 20);
    if (grounds.every((ground) => contrast(moved, ground) >= READABLE)) return moved;
  }
  return towards;
}

/** `share` of `b` (0 to 1) in `a`, as CSS's `color-mix(in srgb, …)` does it. */
export function mixed(a: string, b: string, share: number): string {
  const other = channels(b);
  return hex(channels(a).map((part, index) => part + (other[index]! - part) * share));
}

/** WCAG's contrast ratio, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const channels = (colour: string): number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

const hex = (parts: readonly number[]): string =>
  `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

function luminance(colour: string): number {
  const [r, g, b] = channels(colour).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
