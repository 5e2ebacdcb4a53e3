import { putSecret, secretOf } from '../aws/secrets.ts';
import { outputOf, type StageFlags, stageOnAws, standingStack } from '../aws/stage.ts';
import { inShadow, notConnected } from '../channels/in-shadow.ts';
import { heldText, stagesHolding } from '../channels/other-stages.ts';
import { print, type Session } from '../session.ts';
import { EXIT } from '../surroundings.ts';
import { ONLY_READS, whoseTokens } from './account.ts';
import { X_POSTER } from './poster.ts';
import { bearerOf, connectingTokens } from './tokens.ts';

export type ConnectFlags = StageFlags & { tokens?: string; baseUrl: string };

/** What matters in X's developer console, in the order in which each is the ground of the next. */
export const SETTINGS = `In X's developer console (https://console.x.com), signed in as the account that will post:
  1. Credits: buy some; without them X answers 402.
  2. An app in a project: one for this stage alone, so that its limits are its own.
  3. User authentication settings: App permissions "Read and write", type "Web App, Automated App or Bot"; any callback
     address, which is never used. Before the tokens: they keep the permission that they were made with.
  4. Keys and tokens: API Key and Secret, then Access Token and Secret.
In the account's own settings, as X asks of automated accounts:
  - the label "Automated", naming the account that manages it;
  - in the bio what it posts, whose it is, and how to reach a human;
  - no posts but its own, and what people of the desk answer (docs/desk.md): Candor likes and follows nobody.`;

/** `candor x connect`: tries the tokens, keeps them as the secret of a stage, and leaves X in shadow. */
export async function connect(session: Session, flags: ConnectFlags): Promise<number> {
  const { surroundings } = session;
  const on = stageOnAws(surroundings, flags);
  const stack = await standingStack(on);
  const secret = outputOf(stack, X_POSTER.output);
  surroundings.err(`${SETTINGS}\n`);
  const tokens = await connectingTokens(surroundings, flags.tokens);
  const found = await whoseTokens(tokens, flags.baseUrl);
  if ('says' in found) return notConnected(session, found.says);
  if (found.access === 'read') return notConnected(session, ONLY_READS);
  const holders = await stagesHolding(surroundings, on, found.id, X_POSTER);
  if (holders.length > 0) return notConnected(session, heldText(`@${found.username}`, holders, X_POSTER));

  const mode = await inShadow(session, outputOf(stack, 'OpsUrl'), 'x');
  const before = await secretOf(on.settings, secret).catch(() => '');
  await putSecret(on.settings, secret, JSON.stringify({ ...tokens, ...bearerOf(tokens, before) }));
  const document = {
    connected: true,
    account: found.username,
    id: found.id,
    access: found.access ?? null,
    stage: on.name,
    mode,
  };
  print(session, document, () =>
    [
      `Connected: ${on.stackName} would post as @${found.username}.${found.access === undefined ? ' Whether the tokens may write X does not say; the first post, or "candor x-check", shows it.' : ' The tokens may write.'}`,
      mode === 'unknown'
        ? 'X starts in shadow. Whether it still is could not be asked: look with "candor status" before anything is said.'
        : 'X is in shadow: what would be posted goes to the console and to people. The tokens are taken up within five minutes.',
      ...(flags.tokens === undefined || flags.tokens === '-' ? [] : [`Remove the file now: rm ${flags.tokens}`]),
      `When you have seen it in shadow: candor x arm --stage ${on.name}`,
    ].join('\n'),
  );
  return EXIT.ok;
}
