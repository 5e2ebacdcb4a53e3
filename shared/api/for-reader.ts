import type { Previewed } from '../contract/answers.ts';
import { isKept } from '../core/approval.ts';
import { type Caller, may } from './caller.ts';
import type { IncidentView, ReadView } from './views.ts';

// Of a breach, who may only look reads what the public may read, and not what the house has ready or owes whom. Nor do
// they read what somebody keeps to themselves.

/** An incident for `caller`: of a restricted one what is not said yet is for those who speak and approve. */
export function forReader<View extends IncidentView & Partial<ReadView>>(view: View, caller: Caller): View {
  if (may(caller, 'decide')) return view;
  if (view.handling !== 'restricted') return withoutKept(view);
  const { loopsToAnswer: _toAnswer, ...rest } = view;
  const shown = {
    ...rest,
    ...('drafts' in view ? { drafts: [] } : {}),
    ...('loops' in view ? { loops: [] } : {}),
    ...('apologyIfSilent' in view ? { apologyIfSilent: withoutReadyText(view.apologyIfSilent) } : {}),
    entries: view.entries.map(({ ifLate: _ifLate, ...entry }) => entry),
  };
  return shown as unknown as View;
}

const withoutKept = <View extends Partial<ReadView>>(view: View): View =>
  view.drafts === undefined ? view : { ...view, drafts: view.drafts.filter(({ reason }) => !isKept(reason)) };

/** The same of a preview, which may be of any incident. */
export const previewForReader = (previewed: Previewed, caller: Caller): Previewed =>
  previewed.apologyIfSilent === undefined || may(caller, 'decide')
    ? previewed
    : { ...previewed, apologyIfSilent: withoutReadyText(previewed.apologyIfSilent) };

type Silent = NonNullable<ReadView['apologyIfSilent']>;

/** What a person may post instead quotes what was to be said later. */
function withoutReadyText<Known extends Silent | undefined>(silent: Known): Known {
  if (silent === undefined || !('quiet' in silent) || silent.quiet !== 'restricted') return silent;
  const { readyText: _readyText, ...rest } = silent;
  return rest as Known;
}
