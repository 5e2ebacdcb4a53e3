import type { SiteFile } from '../../ports/site-store.ts';
import { PROOF_PAGE } from '../../wording/proof.ts';
import { siteTitle } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { html, plain } from '../html.ts';
import { PROOF_PATH } from '../paths.ts';
import { PROOF_RECIPE } from '../proof-recipe.ts';
import { pageFile } from './layout.ts';

/** The exact recipe of the proof, what to run, and what it does and does not prove. The same for every incident. */
export const proofPage = (context: SiteContext): SiteFile =>
  pageFile(context, {
    key: 'proof/index.html',
    path: PROOF_PATH,
    title: `${PROOF_PAGE.title} · ${siteTitle(plain(context.config.brand.name))}`,
    description: PROOF_PAGE.intro,
    say: PROOF_PAGE.title,
    isLive: false,
    main: html`<h1>${PROOF_PAGE.title}</h1><p>${PROOF_PAGE.intro}</p>
<section><h2>${PROOF_PAGE.recipe}</h2><p>${PROOF_PAGE.run}</p>
<pre tabindex="0"><code>${PROOF_RECIPE}</code></pre></section>
<section><h2>${PROOF_PAGE.fields}</h2><ul class="notes">${PROOF_PAGE.fieldsText.map((text) => html`<li>${text}</li>`)}</ul></section>
<section><h2>${PROOF_PAGE.proves}</h2><ul class="notes">${PROOF_PAGE.provesText.map((text) => html`<li>${text}</li>`)}</ul></section>`,
  });
