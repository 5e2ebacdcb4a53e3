import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelName } from '../core/delivery.ts';
import type { ImportedIncident } from '../core/imported-incident.ts';
import type { AddressKind } from '../core/people/person.ts';
import type { SubscriberKind } from '../core/subscribers/subscriber.ts';
import type { ChannelMode } from '../ports/control.ts';
import type { RebuildProgress } from '../ports/site-index.ts';
import { ApiProblem, AwaitsApproval, problemOf } from './problem.ts';
import { type ClientSurroundings, type Patience, sendPatiently } from './send.ts';
import { type Credentials, clientCredentials, fixedToken, type TokenKeeper } from './tokens.ts';
import type {
  Answered,
  ApiArchiveKeys,
  ApiArchivePage,
  ApiDraft,
  ApiDraftList,
  ApiEtaAdvice,
  ApiHandover,
  ApiHouse,
  ApiImportList,
  ApiIncident,
  ApiIncidentList,
  ApiLoop,
  ApiMachines,
  ApiMaintenanceList,
  ApiPerson,
  ApiSubscriberCount,
  ApiSubscriberList,
  ApiUnmapped,
  ArchiveAdded,
  ArchiveCommand,
  ControlState,
  CorrectCommand,
  DutyCommand,
  FreezeCommand,
  Held,
  IntakeTried,
  MachineCommand,
  MachineMade,
  MachineRemoved,
  MachineRotated,
  MaintenanceUpdateCommand,
  MergeCommand,
  OpenCommand,
  PersonCommand,
  PersonGone,
  PersonPut,
  PostmortemCommand,
  Preview,
  PreviewCommand,
  ReadDraft,
  RedactCommand,
  RemindersTried,
  ReopenCommand,
  ResolveCommand,
  ResolvedTogether,
  RetractCommand,
  ScheduleCommand,
  SubscriberCommand,
  SubscriberFound,
  SubscriberGone,
  SubscribersImported,
  UpdateCommand,
} from './types.ts';

export type ClientOptions = {
  /** The operations origin, without a trailing slash. */
  opsUrl: string;
  /** How often one call is tried before we give up; 1 never retries. */
  attempts?: number;
  /** How long one attempt may take, and all calls of this client together from when it is made. */
  answerWithinMs?: number;
  allWithinMs?: number;
} & ({ token: string } | { credentials: Credentials; signInUrl?: string; keeper?: TokenKeeper }) &
  Partial<ClientSurroundings>;

/**
 * `key`: the caller's own idempotency key. `ifMatch`: refuse (412) unless the incident is still in that state.
 * `strict`: ask (422 `lint-asks`) about words that the same person said a moment ago.
 */
export type CallOptions = { key?: string; ifMatch?: string; strict?: boolean };

/** What somebody had read when they decided: the version of a draft, and the state of its incident as an ETag. */
export type ReadState = { version?: number; seen?: string };

/** `open`: only those that are not over. `after`: the `next` of the page before. */
export type ListFilter = { open?: boolean; limit?: number; after?: string };

/** `after`: the `next` of the page before. */
export type SubscriberFilter = { channel?: string; state?: string; limit?: number; after?: string };

export type CandorClient = ReturnType<typeof candorClient>;

/**
 * The HTTP API as functions. Each command carries one Idempotency-Key, the same on every retry, so a lost answer
 * never says anything twice. Throws `ApiProblem` when the API says no, `AwaitsApproval` when a second person has to read
 * it first, and `Unreachable` when nobody answers.
 */
export function candorClient(options: ClientOptions) {
  const surroundings: ClientSurroundings = {
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    wait: options.wait ?? ((ms) => sleep(ms).then(() => undefined)),
    now: options.now ?? Date.now,
    random: options.random ?? Math.random,
  };
  const { attempts = 5, answerWithinMs, allWithinMs } = options;
  const patience: Patience = {
    attempts,
    ...(answerWithinMs === undefined ? {} : { answerWithinMs, longestRetryAfterMs: answerWithinMs }),
    ...(allWithinMs === undefined ? {} : { until: AbortSignal.timeout(allWithinMs) }),
  };
  const send = (url: string, init: RequestInit) => sendPatiently(surroundings, patience, url, init);
  const renewable = 'credentials' in options;
  const tokenFor = renewable
    ? clientCredentials(
        options.signInUrl ?? options.opsUrl,
        options.credentials,
        send,
        surroundings.now,
        options.keeper,
      )
    : fixedToken(options.token);

  async function request(method: string, path: string, body?: object, headers: Record<string, string> = {}) {
    const attempt = async (renew: boolean) =>
      send(`${options.opsUrl}${path}`, {
        method,
        headers: {
          accept: 'application/json',
          authorization: `Bearer ${await tokenFor(renew)}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    let response = await attempt(false);
    // A token can be revoked, or its keys rotated, before it expires: one fresh one settles whether it is us.
    if (response.status === 401 && renewable) response = await attempt(true);
    if (!response.ok) throw new ApiProblem(await problemOf(response));
    return response;
  }

  async function command(path: string, body: object, call: CallOptions = {}): Promise<Answered> {
    const response = await request('POST', path, body, commandHeaders(call));
    // Withheld for a second person: nothing was said, so there is no incident to answer with.
    if (response.status === 202) throw new AwaitsApproval((await json<{ draft: ApiDraft }>(response)).draft);
    return answered(response);
  }

  const of = (id: string) => `/v1/incidents/${encodeURIComponent(id)}`;

  return {
    /** Any call, for what has functions of its own (`desk.ts`). Only what is safe to repeat: a lost answer is asked for again. */
    call: async <T>(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<T> =>
      json(await request(method, path, body, headers)),
    open: (body: OpenCommand, call?: CallOptions) => command('/v1/incidents', body, call),
    update: (id: string, body: UpdateCommand, call?: CallOptions) => command(`${of(id)}/updates`, body, call),
    resolve: (id: string, body: ResolveCommand, call?: CallOptions) => command(`${of(id)}/resolve`, body, call),
    /** One text for several incidents; what became of each. */
    resolveTogether: async (
      body: { incidents: readonly string[] } & Pick<ResolveCommand, 'message' | 'reportBy' | 'override'>,
      { key = randomUUID() }: Pick<CallOptions, 'key'> = {},
    ): Promise<ResolvedTogether> =>
      json(await request('POST', '/v1/incidents/resolve', body, { 'idempotency-key': key })),
    reopen: (id: string, body: ReopenCommand, call?: CallOptions) => command(`${of(id)}/reopen`, body, call),
    postmortem: (id: string, body: PostmortemCommand, call?: CallOptions) =>
      command(`${of(id)}/postmortem`, body, call),
    correct: (id: string, body: CorrectCommand, call?: CallOptions) => command(`${of(id)}/corrections`, body, call),
    retract: (id: string, body: RetractCommand, call?: CallOptions) => command(`${of(id)}/retract`, body, call),
    merge: (id: string, body: MergeCommand, call?: CallOptions) => command(`${of(id)}/merge`, body, call),
    redact: (id: string, body: RedactCommand, call?: CallOptions) => command(`${of(id)}/redactions`, body, call),
    /** Has the apology wait while somebody writes; once a silence, for at most 3 minutes. */
    hold: async (id: string, { minutes, ifMatch }: { minutes?: number; ifMatch?: string } = {}): Promise<Held> => {
      const body = minutes === undefined ? {} : { minutes };
      return json(await request('POST', `${of(id)}/hold`, body, ifMatch === undefined ? {} : { 'if-match': ifMatch }));
    },
    etaAdvice: async (id: string): Promise<ApiEtaAdvice> =>
      json(await request('GET', `/v1/eta-advice?incident=${encodeURIComponent(id)}`)),
    show: async (id: string): Promise<Answered> => answered(await request('GET', of(id))),
    list: async (filter: ListFilter = {}): Promise<ApiIncidentList> =>
      json(await request('GET', `/v1/incidents${query(filter)}`)),
    schedule: (body: ScheduleCommand, call?: CallOptions) => command('/v1/maintenances', body, call),
    updateMaintenance: (id: string, body: MaintenanceUpdateCommand, call?: CallOptions) =>
      command(`/v1/maintenances/${encodeURIComponent(id)}/updates`, body, call),
    maintenances: async (filter: ListFilter = {}): Promise<ApiMaintenanceList> =>
      json(await request('GET', `/v1/maintenances${query(filter)}`)),
    /** Keeps an update, private; `at`: when it is posted by itself, an instant or a duration from now. */
    keep: async (id: string, kept: { body: UpdateCommand; at?: string }, call: CallOptions = {}) =>
      json<{ draft: ApiDraft }>(await request('POST', `${of(id)}/drafts`, kept, commandHeaders(call))),
    drafts: async (): Promise<ApiDraftList> => json(await request('GET', '/v1/drafts')),
    draft: async (id: string): Promise<ReadDraft> => json(await request('GET', `/v1/drafts/${encodeURIComponent(id)}`)),
    /** `version`: of the draft that was read. `seen`: the ETag of the incident, where something was said since. */
    approve: (id: string, override: readonly string[] = [], read: ReadState = {}) =>
      command(`/v1/drafts/${encodeURIComponent(id)}/approve`, {
        ...(override.length === 0 ? {} : { override }),
        ...read,
      }),
    /** Other words for a draft: the fields of `body` that change. `at`: another time for a kept one, or null for none. */
    editDraft: async (
      id: string,
      body: object,
      read: ReadState & { at?: string | null } = {},
    ): Promise<{ draft: ApiDraft }> =>
      json(await request('POST', `/v1/drafts/${encodeURIComponent(id)}/edit`, { body, ...read })),
    drop: async (id: string, reason?: string): Promise<{ draft: ApiDraft }> =>
      json(await request('POST', `/v1/drafts/${encodeURIComponent(id)}/drop`, reason === undefined ? {} : { reason })),
    /** What monitors sent that came to nothing, and the sources that there are. */
    unmappedAlarms: async (): Promise<ApiUnmapped> => json(await request('GET', '/v1/intake/unmapped')),
    /** What a body from this source would do. */
    tryAlarms: async (source: string, body: object): Promise<IntakeTried> =>
      json(await request('POST', `/v1/intake/${encodeURIComponent(source)}/try`, body)),
    imports: async (): Promise<ApiImportList> => json(await request('GET', '/v1/imports')),
    putImport: async ({ id, ...body }: ImportedIncident): Promise<{ result: 'added' | 'changed' | 'unchanged' }> =>
      json(await request('PUT', `/v1/imports/${encodeURIComponent(id)}`, body)),
    removeImport: async (id: string): Promise<void> => {
      await json(await request('DELETE', `/v1/imports/${encodeURIComponent(id)}`));
    },
    /** Every open promise goes to the next commander, once they accept. */
    handOver: async (id: string, to: string): Promise<{ handover: ApiHandover }> =>
      json(await request('POST', `${of(id)}/handover`, { to })),
    acceptHandover: async (id: string): Promise<{ handover: ApiHandover }> =>
      json(await request('POST', `${of(id)}/handover/accept`, {})),
    noteLoop: async (id: string, reference: string): Promise<{ loop: ApiLoop }> =>
      json(await request('POST', `${of(id)}/loops`, { reference })),
    answerLoop: async (id: string, loop: string): Promise<{ loop: ApiLoop }> =>
      json(await request('POST', `${of(id)}/loops/${encodeURIComponent(loop)}/answered`, {})),
    people: async (): Promise<ApiHouse> => json(await request('GET', '/v1/people')),
    person: async (id: string): Promise<{ person: ApiPerson }> => json(await request('GET', personPath(id))),
    putPerson: async (id: string, body: PersonCommand): Promise<PersonPut> =>
      json(await request('PUT', personPath(id), body)),
    askOwner: async (id: string, kind: AddressKind): Promise<PersonPut> =>
      json(await request('POST', `${personPath(id)}/ask`, { kind })),
    /** Sends everybody on duty a message to see that it arrives. */
    tryReminders: async (): Promise<RemindersTried> => json(await request('POST', '/v1/reminders/test')),
    /** Ends every token of whoever asks that was issued until now. */
    signOut: async (): Promise<{ endedAt: string }> => json(await request('DELETE', '/v1/session')),
    removePerson: async (id: string): Promise<PersonGone> => json(await request('DELETE', personPath(id))),
    /** Who is on duty from now on; nobody takes back what was said. */
    sayOnDuty: async (body: DutyCommand): Promise<ApiHouse> => json(await request('PUT', '/v1/duty', body)),
    machines: async (): Promise<ApiMachines> => json(await request('GET', '/v1/clients')),
    /** Makes a client for a program. Its secret is in this answer and nowhere else. */
    addMachine: async (body: MachineCommand): Promise<MachineMade> => json(await request('POST', '/v1/clients', body)),
    rotateMachine: async (called: string, endOld: boolean): Promise<MachineRotated> =>
      json(await request('POST', `${machinePath(called)}/rotate`, { endOld })),
    removeMachine: async (called: string): Promise<MachineRemoved> =>
      json(await request('DELETE', machinePath(called))),
    /** A page of those who asked to be told. */
    subscribers: async (filter: SubscriberFilter = {}): Promise<ApiSubscriberList> =>
      json(await request('GET', `/v1/subscribers${asked(filter)}`)),
    /** How many there are from `after` on, as far as one call looks: to be added up until there is no `next`. */
    countSubscribers: async (after?: string): Promise<ApiSubscriberCount> =>
      json(await request('GET', `/v1/subscribers/count${asked({ after })}`)),
    exportSubscribers: async (after?: string): Promise<ApiSubscriberList> =>
      json(await request('GET', `/v1/subscribers/export${asked({ after })}`)),
    findSubscriber: async (address: string, kind: SubscriberKind = 'mail'): Promise<SubscriberFound> =>
      json(await request('POST', '/v1/subscribers/find', { kind, address })),
    /** Brings at most 1,000. Doing it again changes nothing. */
    importSubscribers: async (subscribers: readonly SubscriberCommand[]): Promise<SubscribersImported> =>
      json(await request('POST', '/v1/subscribers/import', { subscribers })),
    eraseSubscriber: async (channel: string, id: string, reason: 'erased' | 'left'): Promise<SubscriberGone> =>
      json(await request('DELETE', `/v1/subscribers/${channel}/${id}${asked({ reason })}`)),
    /** Some of everything that cannot be computed again; `people`: with whoever can be reached. */
    exportArchive: async (people: boolean, after?: string): Promise<ApiArchivePage> =>
      json(await request('GET', `/v1/archive${asked({ people: people ? 'true' : undefined, after })}`)),
    /** Adds some of an export, while everything is frozen. Doing it again changes nothing. */
    importArchive: async (body: ArchiveCommand): Promise<ArchiveAdded> =>
      json(await request('POST', '/v1/archive', body)),
    archiveKeys: async (): Promise<ApiArchiveKeys> => json(await request('GET', '/v1/archive/keys')),
    replaceArchiveKeys: async (keys: ApiArchiveKeys): Promise<{ replaced: string[] }> =>
      json(await request('PUT', '/v1/archive/keys', keys)),
    preview: async (body: PreviewCommand): Promise<Preview> => json(await request('POST', '/v1/preview', body)),
    control: async (): Promise<ControlState> => json(await request('GET', '/v1/control')),
    freeze: async (body: FreezeCommand): Promise<ControlState> => json(await request('PUT', '/v1/freeze', body)),
    rebuild: async (): Promise<RebuildProgress> => json(await request('POST', '/v1/site/rebuild')),
    rebuildProgress: async (): Promise<RebuildProgress> => json(await request('GET', '/v1/site/rebuild')),
    setChannel: async (channel: ChannelName, mode: ChannelMode): Promise<ControlState> =>
      json(await request('PUT', `/v1/channels/${channel}`, { mode })),
  };
}

const machinePath = (called: string): string => `/v1/clients/${encodeURIComponent(called)}`;

const personPath = (id: string): string => `/v1/people/${encodeURIComponent(id)}`;

const commandHeaders = (call: CallOptions): Record<string, string> => ({
  'idempotency-key': call.key ?? randomUUID(),
  ...(call.ifMatch === undefined ? {} : { 'if-match': call.ifMatch }),
  ...(call.strict ? { prefer: 'handling=strict' } : {}),
});

const query = ({ open, limit, after }: ListFilter): string => asked({ open: open ? 'true' : undefined, limit, after });

/** What is asked behind an address; what is undefined is not. */
export function asked(fields: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) given.set(name, String(value));
  return given.size === 0 ? '' : `?${given}`;
}

async function answered(response: Response): Promise<Answered> {
  return { incident: await json<ApiIncident>(response), etag: response.headers.get('etag') ?? undefined };
}

async function json<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === '' ? {} : JSON.parse(text)) as T;
}
