import { describe, expect, it } from 'vitest';
import { config } from '../../shared/config/config.ts';
import type { Command } from '../../shared/core/command.ts';
import { lint } from '../../shared/core/lint/lint.ts';
import { filledIn, TEMPLATES, type Template } from '../../shared/wording/templates.ts';
import { at, opened, policy, told } from '../support/story.ts';

const places = { what: 'Website and API', began: '13:50 UTC', now: '14:30 UTC' };

/** The command that somebody sends who changes nothing about a template's words. */
function commandOf({ for: use, message, title, impact, status }: Template): Command {
  const words = { message: filledIn(message, places) };
  switch (use) {
    case 'open':
      return {
        type: 'OpenIncident',
        ...words,
        title: filledIn(title ?? '', places),
        impact: impact ?? 'major',
        components: [],
      };
    case 'update':
    case 'withdraw-eta':
      return { type: 'PostUpdate', ...words, ...(status === undefined ? {} : { status }) };
    case 'resolve':
      return { type: 'Resolve', ...words };
    case 'reopen':
      return { type: 'Reopen', ...words };
    case 'retract':
      return { type: 'Retract', ...words };
  }
}

describe('ready-made words', () => {
  it.each(TEMPLATES.map((template) => [template.name, template] as const))(
    '%s: our own rules find nothing in it',
    (_, template) => {
      const before = template.for === 'open' ? undefined : told(opened('14:00', { nextUpdateBy: '15:30' }));
      expect(lint(commandOf(template), before, at('14:30'), policy)).toEqual([]);
    },
  );

  it('leave nothing to be filled in', () => {
    for (const { message, title = '' } of TEMPLATES)
      expect(filledIn(`${title} ${message}`, places)).not.toMatch(/[{}[\]…]|TODO/);
  });

  it('come from the config', () => {
    expect(config.templates).toEqual(TEMPLATES);
  });
});
