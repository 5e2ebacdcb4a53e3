import type { PublicIncident } from '../../core/public-incident.ts';
import { PAGE, STUCK } from '../../wording/site.ts';
import type { SiteContext } from '../context.ts';
import { type Html, html, NOTHING, named, plain } from '../html.ts';
import { incidentPath } from '../paths.ts';
import { componentName, titleOf } from '../site-index-state.ts';
import { supportLinesPath } from '../support-lines.ts';

/**
 * The private ways to a human, with the hours at which somebody is there. A mail names the incident and what it affects;
 * the script adds the reader's clock when the link is followed, and without a script it goes without.
 */
export function stillStuck({ config, siteUrl }: SiteContext, incident: PublicIncident): Html {
  const names = incident.components.map(({ id }) => plain(componentName(config, id)));
  const body = [
    '',
    '',
    STUCK.about(titleOf(incident)),
    ...(names.length > 0 ? [STUCK.affects(names)] : []),
    `${siteUrl}${incidentPath(incident.id)}`,
  ];
  const query = `subject=${encodeURIComponent(titleOf(incident))}&body=${encodeURIComponent(body.join('\r\n'))}`;
  const mail = (href: string) => `${href}${href.includes('?') ? '&' : '?'}${query}`;
  return html`<section class="stuck"><h2>${PAGE.stillStuck}</h2>${
    config.contact.length === 0
      ? NOTHING
      : html`<ul class="list">${config.contact.map(
          ({ label, href, hours, timeZone }) =>
            html`<li>${href.startsWith('mailto:') ? html`<a href="${mail(href)}" data-mail="${STUCK.clock}">${named(label)}</a>` : html`<a href="${href}">${named(label)}</a>`}${
              hours ? html` <span class="fine">${named(hours)}${timeZone ? ` (${timeZone})` : ''}</span>` : NOTHING
            }</li>`,
        )}</ul>`
  }<p class="fine">${STUCK.say} <a href="${supportLinesPath(incident.id)}">${STUCK.sayLink}</a></p></section>`;
}
