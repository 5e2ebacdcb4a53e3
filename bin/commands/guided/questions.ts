import { parsePromise } from '../../../shared/client/times.ts';
import type { ApiEtaAdvice, ApiIncident } from '../../../shared/client/types.ts';
import { span } from '../../../shared/client/words.ts';
import {
  COMPONENT_STATUSES,
  type ComponentState,
  type ComponentStatus,
  type Impact,
} from '../../../shared/core/entry.ts';
import { MINUTE_MS } from '../../../shared/core/instant.ts';
import { componentsOf } from '../replay/components.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../surroundings.ts';
import type { Choice, Prompts } from './prompts.ts';

/** A text that may not be empty. `initial` is what was written before, to be changed. */
export const askText = (prompts: Prompts, message: string, initial?: string): Promise<string> =>
  prompts.text({
    message,
    ...(initial === undefined ? {} : { initial }),
    check: (text) => (text.trim() === '' ? 'Say something; Ctrl-C leaves without saying anything.' : undefined),
  });

/** A time to promise; `undefined` where the person leaves it to the cadence, or to what stands. */
export async function askTime(prompts: Prompts, message: string, ifEmpty: string, now: Date) {
  const written = await prompts.text({
    message,
    placeholder: `30m, 2h, 14:30Z or none; ${ifEmpty}`,
    check: (text) => {
      try {
        if (text.trim() !== '') parsePromise(text, now);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
  });
  return written.trim() === '' ? undefined : parsePromise(written, now);
}

const IMPACT_HINTS: Record<Impact, string> = {
  none: 'nobody notices, but it should be known',
  minor: 'some notice it, most can work',
  major: 'many cannot do what they came for',
  critical: 'nothing works, or data is in danger',
};

export const askImpact = (prompts: Prompts): Promise<Impact> =>
  prompts.choose(
    'How bad is it?',
    (['minor', 'major', 'critical', 'none'] as const).map((value) => ({
      value,
      label: value,
      hint: IMPACT_HINTS[value],
    })),
  );

/** What is affected, and how badly: one answer for all, which an update can refine. */
export async function askComponents(prompts: Prompts, session: Session): Promise<readonly ComponentState[]> {
  const { siteUrl } = session.profile();
  if (siteUrl === undefined)
    throw new UsageError(
      'where is the status site? Set CANDOR_SITE_URL, or siteUrl in the profile, to choose components',
    );
  const known = await componentsOf(session.surroundings, siteUrl);
  const ids = await prompts.chooseSeveral(
    'What is affected?',
    known.map(({ id, name }) => ({ value: id, label: name })),
  );
  const suffered = COMPONENT_STATUSES.filter((status) => status !== 'operational' && status !== 'under_maintenance');
  const status = await prompts.choose<ComponentStatus>(
    ids.length === 1 ? 'How?' : 'How? (one answer for all of them)',
    suffered.map((value) => ({ value, label: value.replaceAll('_', ' ') })),
  );
  return ids.map((id) => ({ id, status }));
}

/** The incident that is meant, asked only where there are several. */
export async function askIncident(prompts: Prompts, incidents: readonly ApiIncident[]): Promise<ApiIncident> {
  const [only, ...others] = incidents;
  if (!only) throw new UsageError('no incident is open; open one with "candor open"');
  if (others.length === 0) return only;
  const id = await prompts.choose(
    'Which one?',
    incidents.map((one): Choice<string> => ({ value: one.id, label: one.title, hint: `${one.status}, ${one.id}` })),
  );
  return incidents.find((one) => one.id === id) ?? only;
}

/** What history says, in one line beside the question for an ETA. */
export const adviceLine = ({ quantiles: { p50, p80, p90 }, basis }: ApiEtaAdvice): string =>
  `Half were over within ${span(p50.minutes * MINUTE_MS)}, 8 of 10 within ${span(p80.minutes * MINUTE_MS)}, 9 of 10 within ${span(p90.minutes * MINUTE_MS)}.\nFrom ${basis.label}.`;
