import { severity } from '../../core/components.ts';
import type { DaySum } from '../../core/day-sum.ts';
import type { ComponentStatus } from '../../core/entry.ts';
import { COMPONENT_WORDS } from '../../wording/incident.ts';
import { PAGE } from '../../wording/site.ts';
import { DAYS } from '../../wording/site-days.ts';
import type { SiteInput } from '../context.ts';
import { daysOf, recordedSince, sumsOf } from '../day-history.ts';
import { type Html, html, NOTHING, named } from '../html.ts';
import { componentShape } from '../shapes.ts';
import { type CurrentComponent, currentComponents } from '../site-index-state.ts';
import { dayBars, LISTED_AT_MOST } from './day-bars.ts';
import { icon } from './parts.ts';

type Look = { input: SiteInput; sums: readonly DaySum[]; whole: boolean };

/** Every component with its present state and its ninety days, group by group. */
export const componentSection = (input: SiteInput, components: readonly CurrentComponent[]): Html =>
  section({ input, sums: sumsOf(input), whole: false }, PAGE.components, components);

/** The same with every affected day, for the history. */
export const daysSection = (input: SiteInput): Html =>
  section(
    { input, sums: sumsOf(input), whole: true },
    DAYS.title,
    currentComponents(input.config, input.siteIndex.open),
  );

function section(look: Look, title: string, components: readonly CurrentComponent[]): Html {
  const { input, sums } = look;
  const alone = components.filter((component) => component.group === undefined);
  const groups = input.config.groups.map((group) => ({
    ...group,
    members: components.filter((component) => component.group === group.id),
  }));
  return html`<section class="components" id="components"><h2>${title}</h2>${alone.length > 0 ? html`<div class="sheet">${rows(look, alone)}</div>` : NOTHING}${groups
    .filter((group) => group.members.length > 0)
    .map(
      (group) =>
        html`<div class="sheet">${groupHead(look, group.name, group.members)}${rows(look, group.members)}</div>`,
    )}
<p class="fine">${DAYS.legend} ${DAYS.since(input.voice, recordedSince(input, sums))}</p></section>`;
}

const rows = (look: Look, components: readonly CurrentComponent[]): Html =>
  html`<ul class="rows">${components.map((component) => row(look, component))}</ul>`;

function row({ input, sums, whole }: Look, { id, name, description, status }: CurrentComponent): Html {
  const days = daysOf(input, sums, [id]);
  const bars = whole
    ? dayBars(input.voice, name, days)
    : dayBars(input.voice, name, days, LISTED_AT_MOST, `/history#${id}`);
  return html`<li${whole ? html` id="${id}"` : NOTHING}>${named(name)} ${state(status)}${description ? html` <bdi class="fine what">${description}</bdi>` : NOTHING}${bars}</li>
`;
}

/** Its shape stands left of the words but comes after them: once it is there, all of it is, and it may be painted. */
const state = (status: ComponentStatus): Html =>
  html`<span class="state">${COMPONENT_WORDS[status]} ${icon(componentShape[status])}</span>`;

/** A group is as bad as its worst member; a group of one would only say the same twice. */
function groupHead({ input, sums }: Look, name: string, members: readonly CurrentComponent[]): Html {
  const heading = html`<h3 dir="auto">${name}</h3>`;
  if (members.length < 2) return html`<div class="group">${heading}</div>`;
  const days = daysOf(
    input,
    sums,
    members.map((member) => member.id),
  );
  const worst = members.map(({ status }) => status).reduce((a, b) => (severity(b) > severity(a) ? b : a));
  return html`<div class="group">${heading} ${state(worst)}${dayBars(input.voice, name, days, 0)}</div>`;
}
