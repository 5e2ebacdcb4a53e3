/** The subject of a mail takes plain letters only (SNS refuses others), and not too many: the first `length` of `text`. */
export const ascii = (text: string, length: number): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, length);
