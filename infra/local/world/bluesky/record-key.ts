const SORTED = '234567abcdefghijklmnopqrstuvwxyz';

/** Thirteen characters: a microsecond and ten bits beside it, in an alphabet that sorts. */
export const isTid = (key: string): boolean => /^[2-7a-j][2-7a-z]{12}$/.test(key);

export const isRecordKey = (key: string): boolean =>
  /^[A-Za-z0-9_~.:-]{1,512}$/.test(key) && key !== '.' && key !== '..';

/** The key for this microsecond. */
export function tidAt(us: bigint): string {
  let rest = us << 10n;
  let key = '';
  for (let place = 0; place < 13; place += 1) {
    key = SORTED[Number(rest & 31n)]! + key;
    rest >>= 5n;
  }
  return key;
}
