// Colours of charts. Plain values, so that the same options serve pages, exported pictures and reports.

/** Series colours that people with any colour vision tell apart (after Okabe and Ito), for light and dark ground. */
export const LIGHT = {
  name: 'light',
  text: '#18202b', muted: '#566272', faint: '#8590a0', line: '#dfe3e9', strong: '#c3cad4', surface: '#ffffff', ground: '#f0f2f5',
  accent: '#2a5bd0', good: '#157347', bad: '#c23434', warn: '#c07a00',
  series: ['#2a5bd0', '#d5731a', '#1c8f6a', '#b0489a', '#7b61c9', '#3d9ec2', '#a88a12', '#5f6b7a'],
  states: { complete: '#2a5bd0', running: '#3d9ec2', pruned: '#d79a2b', failed: '#c23434', queued: '#8590a0' },
  ramp: ['#f1f0fa', '#bfd1f0', '#7fb2dc', '#3f8cbd', '#1b6296', '#123a63'],
};

export const DARK = {
  name: 'dark',
  text: '#e4e8ee', muted: '#9ca8b8', faint: '#728093', line: '#29313c', strong: '#3c4756', surface: '#161b22', ground: '#1e252e',
  accent: '#84a9ff', good: '#5fcf95', bad: '#f28b85', warn: '#e5b454',
  series: ['#84a9ff', '#f0a35e', '#57c79d', '#e08bcb', '#b29cf2', '#78cbe8', '#d8bd4a', '#9ca8b8'],
  states: { complete: '#84a9ff', running: '#78cbe8', pruned: '#e5b454', failed: '#f28b85', queued: '#728093' },
  ramp: ['#10202f', '#14405f', '#1d6a8f', '#3b9bb8', '#8accd0', '#eef3d0'],
};

/** Colours from the lowest to the highest value of an objective; those of good values stand out from the ground. */
export function valueRamp(theme, minimize) {
  return minimize ? [...theme.ramp].reverse() : theme.ramp;
}
