// All charts, by name.

import { compareFront, compareHistory } from './compare.js';
import { contour } from './contour.js';
import { cost } from './cost.js';
import { edf } from './edf.js';
import { front } from './front.js';
import { history } from './history.js';
import { hypervolume } from './hypervolume.js';
import { importance } from './importance.js';
import { intermediate } from './intermediate.js';
import { parallel } from './parallel.js';
import { sequence } from './sequence.js';
import { slice } from './slice.js';
import { terminator } from './terminator.js';
import { timeline } from './timeline.js';

/** Of one study. */
export const CHARTS = {
  contour, cost, edf, front, history, hypervolume, importance, intermediate, parallel, sequence, slice, terminator, timeline,
};

/** Of several studies on the same axes. */
export const COMPARISONS = { edf, front: compareFront, history: compareHistory };
