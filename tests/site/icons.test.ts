import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { CARD_IMAGE, iconFiles, TOUCH_ICON } from '../../shared/site/icons.ts';
import { indexPage } from '../../shared/site/pages/index-page.ts';
import { siteOf } from './support/site.ts';

const bytesOf = (key: string, accent = '#102030'): Buffer => {
  const file = iconFiles(accent).find((one) => one.key === key)!;
  return Buffer.from(file.body, file.encoding);
};

/** Size and pixels of a PNG of ours: colour without transparency, no filters. */
function pictureOf(png: Buffer) {
  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
  const size = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString('latin1')).toBe('IDAT');
  const pixels = inflateSync(png.subarray(41, 41 + length));
  return { size, at: (x: number, y: number) => [...pixels.subarray(y * (1 + 3 * size) + 1 + 3 * x).subarray(0, 3)] };
}

it('the pictures of a site are a mark in the brand’s colour, without a state', () => {
  for (const [key, size] of [[TOUCH_ICON, 180] as const, [CARD_IMAGE, 256] as const]) {
    const picture = pictureOf(bytesOf(key));
    expect(picture.size).toBe(size);
    expect(picture.at(2, 2)).toEqual([0x10, 0x20, 0x30]);
    expect(picture.at(size / 2, Math.round(size * 0.45))).toEqual([255, 255, 255]);
  }
});

it('the favicon is an icon with one picture in it', () => {
  const ico = bytesOf('favicon.ico');
  expect([ico.readUInt16LE(2), ico.readUInt16LE(4), ico[6]]).toEqual([1, 1, 32]);
  expect(pictureOf(ico.subarray(ico.readUInt32LE(18), ico.readUInt32LE(18) + ico.readUInt32LE(14))).size).toBe(32);
});

it('every page names the pictures that there are', () => {
  const page = indexPage(siteOf([], '14:00')).body;
  const keys = iconFiles('#102030').map(({ key }) => key);
  const named = [/rel="apple-touch-icon" href="\/([^"]+)"/, /property="og:image" content="https?:\/\/[^/]+\/([^"]+)"/];
  for (const link of named) expect(keys).toContain(link.exec(page)?.[1]);
});
