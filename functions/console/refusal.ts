import { html } from 'hono/html';
import type { ApiProblem } from '../../shared/client/problem.ts';
import type { Html } from '../../shared/console/layout.ts';
import { alertNotice } from '../../shared/console/notices.ts';

/** Above a page whose form was not taken: that nothing changed, and which field is why. */
export const refusal = ({ problem: { title, detail, errors = [] } }: ApiProblem): Html =>
  alertNotice(
    html`<p><strong>Nothing was changed.</strong> ${errors.length === 0 ? html`${title}. ${detail === title ? '' : detail}` : ''}</p>${
      errors.length === 0 ? '' : html`<ul>${errors.map(({ field, reason }) => html`<li>${field} ${reason}</li>`)}</ul>`
    }`,
  );
