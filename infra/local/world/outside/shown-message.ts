import type { OutsideCall } from './receivers.ts';

/** What a person sees of one call: who shows it, its headline, what stands below, and what can be pressed. */
export type ShownMessage = {
  by: string;
  headline: string;
  paragraphs: readonly string[];
  links: readonly { label: string; url: string }[];
};

// biome-ignore lint/suspicious/noExplicitAny: a body of somebody else's format, of which only some places are read.
type Body = any;

/** A call as the app that got it shows it; of a program, which shows nothing, what it was told. */
export function shownMessage(call: OutsideCall): ShownMessage {
  const { part, name } = call;
  const body: Body = call.body;
  switch (part) {
    case 'slack':
      return { by: 'Slack', ...ofSlack(body) };
    case 'teams':
      return { by: 'Teams', ...ofTeams(body) };
    case 'discord':
      return { by: 'Discord', ...ofDiscord(body) };
    case 'push':
      return { by: 'a device', ...ofDevice(body) };
    case 'hooks':
      return { by: `the program “${name}”`, headline: body?.type ?? 'a call', paragraphs: [pretty(body)], links: [] };
  }
}

/** Block Kit: a header, sections of mrkdwn, and links as `<address|words>` in a context. */
function ofSlack({ text = '', blocks = [] }: Body): Omit<ShownMessage, 'by'> {
  const of = (type: string) => blocks.filter((block: Body) => block.type === type);
  const written = of('context').flatMap(({ elements }: Body) => elements.map((one: Body) => String(one.text)));
  return {
    headline: String(of('header')[0]?.text?.text ?? text),
    paragraphs: of('section').map((block: Body) => withoutEntities(String(block.text?.text ?? ''))),
    links: [...written.join(' ').matchAll(/<([^|>]+)\|([^>]+)>/g)].map(([, url = '', label = '']) => ({
      label: withoutEntities(label),
      url: withoutEntities(url),
    })),
  };
}

const withoutEntities = (text: string): string =>
  text.replaceAll('\u2060', '').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** An Adaptive Card: text in runs, and actions that open an address. */
function ofTeams({ attachments = [] }: Body): Omit<ShownMessage, 'by'> {
  const { body = [], actions = [] } = attachments[0]?.content ?? {};
  const [headline = '', ...paragraphs] = body.map(({ inlines = [] }: Body) =>
    inlines.map(({ text }: Body) => text).join(''),
  );
  return { headline, paragraphs, links: actions.map(({ title, url }: Body) => ({ label: title, url })) };
}

/** Discord's Markdown: the headline in bold, a backslash before what is only a letter, an address in angles. */
function ofDiscord({ content = '' }: Body): Omit<ShownMessage, 'by'> {
  const [headline = '', ...paragraphs] = String(content)
    .split('\n\n')
    .map((one) => one.replaceAll(/\\([^\p{L}\p{N}\s])/gu, '$1').replaceAll(/<(https?:[^>]+)>/g, '$1'));
  return { headline: headline.replaceAll('**', ''), paragraphs, links: [] };
}

/** Null where it could not be read: its keys are in a real browser. */
const ofDevice = (body: Body): Omit<ShownMessage, 'by'> => ({
  headline: String(body?.title ?? 'A message that only the device can read'),
  paragraphs: body?.text === undefined ? [] : [String(body.text)],
  links: body?.url === undefined ? [] : [{ label: 'opens', url: String(body.url) }],
});

const pretty = (body: Body): string => JSON.stringify(body, undefined, 2);
