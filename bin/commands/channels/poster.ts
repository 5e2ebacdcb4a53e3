/** An account that a stage posts as, on one channel. */
export type Poster = {
  channel: string;
  label: string;
  /** The output of a stack that names the secret. */
  output: string;
  /** Whose account the text of a secret opens, by its id; undefined if it opens none. */
  accountIn: (text: string) => Promise<string | undefined>;
  /** An account by its id, as people find it. */
  shown: (id: string) => string;
};

/** The command that connects another account. */
export const connectCommand = ({ channel }: Poster, stage?: string): string =>
  `candor ${channel} connect${stage === undefined ? '' : ` --stage ${stage}`}`;
