/** One HTTP answer. An object is sent as JSON; a string is sent as it is. */
export type Answer = {
  status: number;
  headers: Record<string, string>;
  body: unknown;
};

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body,
});

export const withHeaders = (answer: Answer, headers: Record<string, string>): Answer => ({
  ...answer,
  headers: { ...headers, ...answer.headers },
});

/** What the edge in front of a service answers when the service itself does not. */
export const htmlPage = (status: number, title: string): Answer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<!DOCTYPE html>\n<html><head><title>${status} ${title}</title></head>\n<body><h1>${title}</h1></body></html>\n`,
});
