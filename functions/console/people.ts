import type { Route } from '@middy/http-router';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { html } from 'hono/html';
import { ApiProblem } from '../../shared/client/problem.ts';
import type { PersonCommand, PersonGone, PersonPut } from '../../shared/client/types.ts';
import { type Names, nameIn, namesIn } from '../../shared/client/words.ts';
import type { Html } from '../../shared/console/layout.ts';
import { calmNotice } from '../../shared/console/notices.ts';
import { FORMS, PAGES, pathTo } from '../../shared/console/paths.ts';
import { peoplePage, type TypedPerson } from '../../shared/console/people-page.ts';
import type { AddressKind, Duty, HouseRole } from '../../shared/core/people/person.ts';
import type { Answer } from './answer.ts';
import { refusal } from './refusal.ts';
import { type ConsolePorts, type ConsoleRequest, consoleRequests, formBody, lookOf } from './request.ts';
import { csrfMatches } from './session.ts';

/** The directory of people: read by all, changed by administrators, and one tap for who is on duty. */
export function peopleRoutes(ports: ConsolePorts): Route<APIGatewayProxyEventV2, Answer>[] {
  const { signedIn, page, stale } = consoleRequests(ports);

  const show = async (request: ConsoleRequest, status = 200, notice?: Html, typed?: TypedPerson): Promise<Answer> => {
    const { groups } = request.session;
    const may = (...roles: string[]) => roles.some((role) => groups.includes(role));
    const shown = {
      house: await request.client.people(),
      look: lookOf(request),
      administers: may('administrator'),
      decides: may('administrator', 'commander', 'approver'),
      notice,
      typed,
    };
    return page(status, peoplePage(request.frame, shown));
  };

  /** Does it if the form is ours; what speaks against it is said above the page, with what was typed. */
  const doing = (act: (request: ConsoleRequest, form: URLSearchParams) => Promise<Html | undefined>) =>
    signedIn(async (request) => {
      const form = formBody(request.event);
      if (!csrfMatches(request.session, form.get('csrf') ?? undefined)) return stale(request);
      try {
        return await show(request, 200, await act(request, form));
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status === 401) throw error;
        return show(request, error.status, refusal(error), form.has('name') ? typedIn(form) : undefined);
      }
    });

  const idOf = ({ event }: ConsoleRequest): string => event.pathParameters?.id ?? '';
  const put = doing(async ({ client }, form) => {
    const typed = typedIn(form);
    return putNotice(await client.putPerson(typed.id, personFrom(typed)));
  });
  const ask = doing(async (request, form) =>
    putNotice(await request.client.askOwner(idOf(request), form.get('kind') as AddressKind)),
  );
  const remove = doing(async (request) => {
    // How somebody was called is not known any more once they are out.
    const names = namesIn(await request.client.people());
    return goneNotice(await request.client.removePerson(idOf(request)), names);
  });
  const duty = doing(async ({ client }, form) => {
    const [as, person] = [form.get('as') as Duty, form.get('person') ?? ''];
    const house = await client.sayOnDuty({ people: [person], as: [as] });
    return calmNotice(html`<p><strong>${nameIn(namesIn(house), person)} is on duty as ${as}</strong> from now on.</p>`);
  });

  return [
    { method: 'GET', path: PAGES.people, handler: signedIn((request) => show(request)) },
    { method: 'POST', path: FORMS.person, handler: put },
    { method: 'POST', path: FORMS.askOwner, handler: ask },
    { method: 'POST', path: FORMS.removePerson, handler: remove },
    { method: 'POST', path: FORMS.duty, handler: duty },
  ];
}

function typedIn(form: URLSearchParams): TypedPerson {
  const said = (name: string) => form.get(name)?.trim() ?? '';
  const [id, name, mail, hook] = [said('id'), said('name'), said('mail'), said('hook')];
  return { id, name, as: form.getAll('as'), mail, hook, zone: said('zone') };
}

/** An address that was left empty stays as it is: it is not shown, so nobody could have typed it again. */
function personFrom({ name, as, mail, hook, zone }: TypedPerson): PersonCommand {
  const address = (text: string) => (text === 'none' ? null : text);
  return {
    name,
    as: as as HouseRole[],
    ...(mail === '' ? {} : { mail: address(mail) }),
    ...(hook === '' ? {} : { hook: address(hook) }),
    zone: zone === '' ? null : zone,
  };
}

const asked = (to: string | undefined, names: Names): string =>
  to === undefined ? 'nobody could be asked to take it' : `${nameIn(names, to)} is asked to take it`;

const goneNotice = ({ removed, left, clients = [] }: PersonGone, names: Names): Html =>
  calmNotice(
    html`<p><strong>${nameIn(names, removed)} is out of the directory.</strong> Their sign-in and their links do nothing from now on, and their addresses are forgotten.</p>${clients.map((name) => html`<p>Their program ${name} goes on, and is nobody’s.</p>`)}${
      left === undefined
        ? ''
        : html`<p>What they had:</p><ul>${left.incidents.map(({ id, title, to }) => html`<li><a href="${pathTo(PAGES.incident, { id })}">${title}</a>: ${asked(to, names)}</li>`)}${left.drafts.map(({ id, to }) => html`<li><a href="${pathTo(PAGES.draft, { draft: id })}">a text that waits</a>: ${asked(to, names)}</li>`)}</ul>`
    }`,
  );

const putNotice = ({ person, ask }: PersonPut): Html =>
  calmNotice(
    html`<p><strong>${person.name} is kept.</strong></p>${ask.map(({ url }) =>
      url === undefined
        ? html`<p>The webhook has a link that ${person.name} opens to confirm it.</p>`
        : html`<p>SNS sends ${person.name} a mail. They do not open its link but copy its address, and paste it on this page; send them its address:</p><p><a href="${url}">The page on which ${person.name} confirms it</a></p>`,
    )}`,
  );
