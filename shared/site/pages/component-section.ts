import type { DayPart } from '../../core/day-part.ts';
import { COMPONENT_WORDS } from '../../wording/incident.ts';
import { PAGE } from '../../wording/site.ts';
import { DAYS } from '../../wording/site-days.ts';
import { type CurrentComponent, currentComponents } from '../board-state.ts';
import type { SiteInput } from '../context.ts';
import { daysOf, partsOf, recordedSince } from '../day-history.ts';
import { type Html, html, NOTHING, plain } from '../html.ts';
import { componentShape } from '../shapes.ts';
import { dayBars, LISTED_AT_MOST } from './day-bars.ts';
import { icon } from './parts.ts';

type Look = { input: SiteInput; parts: readonly DayPart[]; whole: boolean };

/** Every component with its present state and its ninety days, group by group. */
export const componentSection = (input: SiteInput, components: readonly CurrentComponent[]): Html =>
  section({ input, parts: partsOf(input), whole: false }, PAGE.components, components);

/** The same with every affected day, for the history. */
export const daysSection = (input: SiteInput): Html =>
  section({ input, parts: partsOf(input), whole: true }, DAYS.title, currentComponents(input.config, input.board.open));

function section(look: Look, title: string, components: readonly CurrentComponent[]): Html {
  const { input, parts } = look;
  const alone = components.filter((component) => component.group === undefined);
  const groups = input.config.groups.map((group) => ({
    ...group,
    members: components.filter((component) => component.group === group.id),
  }));
  return html`<section class="components" id="components"><h2>${title}</h2>${alone.length > 0 ? rows(look, alone) : NOTHING}${groups
    .filter((group) => group.members.length > 0)
    .map(
      (group) =>
        html`<h3>${plain(group.name)}</h3>${groupBar(look, group.name, group.members)}${rows(look, group.members)}`,
    )}
<p class="fine">${DAYS.legend} ${DAYS.since(recordedSince(input, parts))}</p></section>`;
}

const rows = (look: Look, components: readonly CurrentComponent[]): Html =>
  html`<ul class="rows">${components.map((component) => row(look, component))}</ul>`;

function row({ input, parts, whole }: Look, { id, name, description, status }: CurrentComponent): Html {
  const days = daysOf(input, parts, [id]);
  const bars = whole ? dayBars(plain(name), days) : dayBars(plain(name), days, LISTED_AT_MOST, `/history#${id}`);
  return html`<li${whole ? html` id="${id}"` : NOTHING}><span>${plain(name)}${description ? html` <span class="fine">${plain(description)}</span>` : NOTHING}</span> <span class="state">${icon(componentShape[status])} ${COMPONENT_WORDS[status]}</span>${bars}</li>
`;
}

/** A group is as bad as its worst member; a group of one would only say the same twice. */
function groupBar({ input, parts }: Look, name: string, members: readonly CurrentComponent[]): Html {
  if (members.length < 2) return NOTHING;
  const days = daysOf(
    input,
    parts,
    members.map((member) => member.id),
  );
  return dayBars(plain(name), days, 0);
}
