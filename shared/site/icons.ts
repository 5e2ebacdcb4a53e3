import { crc32, deflateSync } from 'node:zlib';
import type { SiteFile } from '../ports/site-store.ts';

// One mark for tabs, home screens and sharing cards: the brand's colour, a speech bubble, and no state. A picture that
// showed one would lie from every cache that keeps it.

const DAY = 'public, max-age=86400';

export const TOUCH_ICON = 'apple-touch-icon.png';
export const CARD_IMAGE = 'icon-256.png';

let drawn: { accent: string; files: SiteFile[] } | undefined;

/** The pictures of a site whose brand has this colour, as `#rrggbb`. Drawn once: shared pages are rendered again and again. */
export function iconFiles(accent: string): SiteFile[] {
  if (drawn?.accent !== accent) drawn = { accent, files: drawnIn(accent) };
  return drawn.files;
}

function drawnIn(accent: string): SiteFile[] {
  const file = (key: string, contentType: string, bytes: Buffer): SiteFile => ({
    key,
    body: bytes.toString('base64'),
    encoding: 'base64',
    contentType,
    cacheControl: DAY,
  });
  return [
    file('favicon.ico', 'image/x-icon', ico(png(32, accent), 32)),
    file(TOUCH_ICON, 'image/png', png(180, accent)),
    file(CARD_IMAGE, 'image/png', png(256, accent)),
  ];
}

/** True inside of the speech bubble; `x` and `y` from 0 to 1. */
function isBubble(x: number, y: number): boolean {
  const radius = 0.12;
  const dx = Math.max(0.2 + radius - x, 0, x - (0.8 - radius));
  const dy = Math.max(0.24 + radius - y, 0, y - (0.66 - radius));
  const isTail = y >= 0.65 && y <= 0.82 && x >= 0.34 && x <= 0.34 + 0.2 * ((0.82 - y) / 0.16);
  return dx * dx + dy * dy <= radius * radius || isTail;
}

/** Samples per pixel and direction: edges without steps. */
const SAMPLES = 3;

function png(size: number, accent: string): Buffer {
  const colour = [1, 3, 5].map((at) => Number.parseInt(accent.slice(at, at + 2), 16));
  const row = 1 + 3 * size;
  const pixels = Buffer.alloc(row * size);
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const white = shareOfBubble(x, y, size);
      const mixed = colour.map((of) => Math.round(of + (255 - of) * white));
      pixels.set(mixed, y * row + 1 + 3 * x);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // 8 bits a channel, colour without transparency: https://www.w3.org/TR/png-3/#11IHDR
  header.set([8, 2], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(pixels, { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** How much of a pixel lies inside of the bubble, from 0 to 1. */
function shareOfBubble(x: number, y: number, size: number): number {
  let inside = 0;
  for (let row = 0.5; row < SAMPLES; row += 1) {
    for (let column = 0.5; column < SAMPLES; column += 1) {
      if (isBubble((x + column / SAMPLES) / size, (y + row / SAMPLES) / size)) inside += 1;
    }
  }
  return inside / (SAMPLES * SAMPLES);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** A PNG in the wrapping that browsers and feed readers ask for by name. */
function ico(image: Buffer, size: number): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.set([size, size], 6);
  head.writeUInt16LE(1, 10);
  head.writeUInt16LE(24, 12);
  head.writeUInt32LE(image.length, 14);
  head.writeUInt32LE(head.length, 18);
  return Buffer.concat([head, image]);
}
