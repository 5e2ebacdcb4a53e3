/** What the API says about itself, in one piece: whoever asks for it loads all of it, and nobody else any. */
export { DOCS_STYLE_HASH, docsPage } from './docs-page.ts';
export { openApiDocument } from './openapi.ts';
