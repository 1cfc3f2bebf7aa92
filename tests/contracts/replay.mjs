// Plays what a client was told through the web app's own appliers, and prints what the page would hold.
// Reads {bundle, steps: [{fetched: [view, value]} | {event: message}]} from standard input.

import { readFileSync } from 'node:fs';

const { bundle, steps } = JSON.parse(readFileSync(0, 'utf8'));
const apply = await import(bundle);

const views = new Map();

/** Which view a fact changes, and how: the same choice as the page makes. */
function appliers(message) {
  const [kind, id] = message.topic.split(/:(.*)/s);
  if (kind === 'workspace') {
    return [
      ['jobs', apply.applyJobs],
      ['datasets', apply.applyDatasets],
      ['models', apply.applyModels],
      ['recipes', apply.applyRecipes],
      ['runs', apply.applyRuns],
      ['experiments', apply.applyExperiments],
      ['state', apply.applySharedState],
    ];
  }
  return [
    [`job ${id}`, apply.applyJob],
    [`log ${id}`, apply.applyLog],
    [`points ${id}`, apply.applyPoints],
    [`timeline ${id}`, apply.applyTimeline],
    [`trials ${id}`, apply.applyTrials],
  ];
}

for (const step of steps) {
  if (step.fetched) {
    const [view, value] = step.fetched;
    views.set(view, value);
    continue;
  }
  for (const [view, change] of appliers(step.event)) {
    if (views.has(view)) views.set(view, change(views.get(view), step.event));
  }
}

console.log(JSON.stringify(Object.fromEntries(views)));
