import type * as z from 'zod';
import type * as desk from '../contract/desk-answers.ts';
import type { caseNoteBody, deskAnswerBody, deskTemplateBody } from '../contract/desk-schemas.ts';
import { asked, type CandorClient } from './client.ts';

export type ApiDesk = z.output<typeof desk.deskList>;
export type ApiMention = ApiDesk['mentions'][number];
export type ApiFlood = ApiDesk['floods'][number];
export type ApiDeskPerson = z.output<typeof desk.deskPerson>;
export type ReadMention = z.output<typeof desk.deskMention>;
export type ApiDeskSource = z.output<typeof desk.deskSource>;
export type ApiTold = ReadMention['told'][number];
export type Answered = z.output<typeof desk.deskAnswered>;
export type ApiStream = z.output<typeof desk.deskStream>;
export type ApiDeskReport = z.output<typeof desk.deskReported>;
export type ApiReportBack = z.output<typeof desk.deskReportBack>;
export type ApiDeskTemplate = z.output<typeof desk.deskTemplate>;
export type ApiDeskCase = z.output<typeof desk.deskCase>;
export type AnswerCommand = z.input<typeof deskAnswerBody>;
export type TemplateCommand = z.input<typeof deskTemplateBody>;
export type CaseNoteCommand = z.input<typeof caseNoteBody>;

/** Names a mention, or a person at a source; both by our ids. */
export type At = { source: string; id: string };

export type DeskFilter = { incident?: string | undefined; state?: string | undefined };

/**
 * The mention desk as functions, beside `client`: not everybody who calls the API looks at it. Each is safe to repeat: whoever
 * was answered is answered once, and a second try is told so.
 */
export function deskClient({ call }: Pick<CandorClient, 'call'>) {
  const of = ({ source, id }: At) => `/v1/desk/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
  const person = ({ source, id }: At) => `/v1/desk/people/${encodeURIComponent(source)}/${encodeURIComponent(id)}`;
  const post = <T>(path: string, body: object = {}, headers?: Record<string, string>) =>
    call<T>('POST', path, body, headers);
  return {
    list: ({ incident, state }: DeskFilter = {}) => call<ApiDesk>('GET', `/v1/desk${asked({ incident, state })}`),
    one: (at: At) => call<ReadMention>('GET', of(at)),
    take: (at: At) => post<{ mention: ApiMention }>(`${of(at)}/take`),
    release: (at: At) => post<{ mention: ApiMention }>(`${of(at)}/release`),
    left: (at: At) => post<{ mention: ApiMention }>(`${of(at)}/left`),
    /** What they said of late: read for this, paid for and not kept. */
    stream: (at: At) => post<ApiStream>(`${of(at)}/stream`),
    /** `etag`: of the state that whoever answers has read; where it is about an incident, nothing goes out without it. */
    answer: (at: At, body: AnswerCommand, etag?: string) =>
      post<Answered>(`${of(at)}/answer`, body, etag === undefined ? {} : { 'if-match': etag }),
    byHand: (at: At) => post<Answered>(`${of(at)}/by-hand`),
    mute: (at: At) => post<ApiDeskPerson>(`${person(at)}/mute`),
    unmute: (at: At) => post<ApiDeskPerson>(`${person(at)}/unmute`),
    report: (incident: string) => call<ApiDeskReport>('GET', `/v1/desk/report${asked({ incident })}`),
    reportBack: (incident: string) => call<ApiReportBack>('GET', `/v1/desk/report-back${asked({ incident })}`),
    /** Has those told who were answered, once it has stayed resolved. */
    tellBack: (incident: string) => post<ApiReportBack>('/v1/desk/report-back', { incident }),
    /** Notes that somebody was told so by a person's own hand. */
    toldBack: (incident: string, { source, id }: At) =>
      post<ApiReportBack>(
        `/v1/desk/report-back/${encodeURIComponent(source)}/${encodeURIComponent(id)}/by-hand${asked({ incident })}`,
      ),
    templates: () => call<{ templates: ApiDeskTemplate[] }>('GET', '/v1/desk/templates'),
    propose: (body: TemplateCommand) => post<ApiDeskTemplate>('/v1/desk/templates', body),
    decide: (id: string, to: 'approve' | 'drop') =>
      post<ApiDeskTemplate>(`/v1/desk/templates/${encodeURIComponent(id)}/${to}`),
    /** Has a source be heard, or not any more. */
    connect: (source: string, connected: boolean) =>
      call<ApiDeskSource>('PUT', `/v1/desk/sources/${encodeURIComponent(source)}`, { connected }),
    noteCase: (name: string, note: CaseNoteCommand) =>
      post<ApiDeskCase>(`/v1/cases/${encodeURIComponent(name)}/notes`, note),
  };
}
