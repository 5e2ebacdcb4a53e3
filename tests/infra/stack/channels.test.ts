import { describe, expect, it } from 'vitest';
import raw from '../../../candor.config.json' with { type: 'json' };
import { parseConfig } from '../../../shared/config/parse-config.ts';
import { ofType, synthesise } from './support/synthesised.ts';

const all = synthesise();
const withoutX = synthesise('Candor', { config: parseConfig({ ...raw, channels: [] }) });

const ofX = /^(PublishX|XChannel|XTokens|XUrl)/;

describe('a channel that the config does not name', () => {
  it('has no function, queue, rule, alarm, secret or parameter', () => {
    expect(Object.keys(all.Resources).filter((id) => ofX.test(id)).length).toBeGreaterThan(5);
    expect(Object.keys(withoutX.Resources).filter((id) => ofX.test(id))).toEqual([]);
    expect(Object.keys(withoutX.Parameters).filter((id) => ofX.test(id))).toEqual([]);
  });

  it('stands nowhere in what is left: no variable, no right, no output', () => {
    expect(JSON.stringify(withoutX)).not.toMatch(/CANDOR_X_|XTokens|XChannel|PublishX/);
  });

  it('changes nothing of the others', () => {
    const others = Object.entries(all.Resources).filter(([id]) => !ofX.test(id));
    expect(withoutX.Resources).toEqual(Object.fromEntries(others));
    expect(ofType(withoutX, 'AWS::Lambda::Function').length).toBe(ofType(all, 'AWS::Lambda::Function').length - 1);
  });
});
