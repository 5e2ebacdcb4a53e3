// The package's types cover its index only. Importing single files leaves out two thirds of it, and with them most of
// what it takes to load (82 KB against 54 KB bundled).
declare module 'twitter-text/dist/parseTweet.js' {
  /** `weightedLength` is what X counts; a text is `valid` up to 280. */
  export default function parseTweet(text: string): { weightedLength: number; valid: boolean };
}

declare module 'twitter-text/dist/extractUrlsWithIndices.js' {
  /** What X would make a link of, bare names such as `run.sh` included; indices in UTF-16 units. */
  export default function extractUrlsWithIndices(text: string): { url: string; indices: [number, number] }[];
}
