// Plain words for what the API names. A name that a newer daemon brings is shown as it is, spelled apart.

/** Each phase: its tone, a word or two for "NAME is …", and what it means. */
export const phases = {
  Unknown: ['none', 'not known yet', 'Too little is known to say. Nothing is done.'],
  Ready: ['good', 'alive', 'It runs and answers.'],
  LiveNotReady: ['warn', 'alive, not well', 'It runs and answers; something inside it does not work. A restart would not help.'],
  Starting: ['busy', 'starting', 'It boots. It is given the time it needs.'],
  Draining: ['busy', 'finishing its work', 'It finishes what it does before it stops.'],
  Stalled: ['bad', 'stuck', 'It has been booting, or finishing its work, for longer than that may take.'],
  Restarting: ['busy', 'about to start', 'Its own service manager starts it.'],
  Suspect: ['warn', 'showing a bad sign', 'Not yet often enough to act on. It is looked at again.'],
  Down: ['bad', 'down', 'There is no process.'],
  Wedged: ['bad', 'hung', 'The process lives and does not answer.'],
  ConfigBlocked: ['bad', 'refusing its configuration', 'It does not start with the configuration it has.'],
  PortTaken: ['bad', 'kept from its port', 'Another program has its port. Only you may end that one.'],
  Elsewhere: ['bad', 'at another port', 'It runs, and listens where nobody asks it.'],
  StoppedOnPurpose: ['none', 'stopped by you', 'It stays stopped until you want it back.'],
  NotLoaded: ['bad', 'not installed as a service', 'The service manager does not know it.'],
  Disabled: ['bad', 'switched off', 'A failed update has switched its service off.'],
  ChannelsSuppressed: ['warn', 'alive, but deaf', 'It serves, and its own crash-loop breaker holds channels back. A restart would make it worse.'],
  Flapping: ['bad', 'coming and going', 'It answers and fails in turns.'],
  Duplicate: ['bad', 'shut out by another gateway', 'Another OpenClaw gateway has its port or its state folder.'],
  Updating: ['busy', 'being updated', 'Somebody replaces its installation. It is left alone.'],
  Paused: ['none', 'left alone', 'You have paused the healer: it looks on and does nothing.'],
  Awoken: ['busy', 'waking up', 'The computer slept or stood still a moment ago. It is given time to come to.'],
  Blind: ['warn', 'out of sight', 'Neither its process nor its answers can be read. Nothing is treated blind.'],
};

/** Each ending: whether it is a good one, and its words. */
export const outcomes = {
  RecoveredByItself: ['good', 'Recovered by itself'],
  HealedByWatchdog: ['good', 'Healed by the watchdog'],
  HealedByProber: ['good', 'Healed by the health check'],
  HealedByDoctor: ['good', 'Healed by the doctor'],
  HealedAfterHumanCall: ['warn', 'Over after you were called'],
  StoppedByOwner: ['none', 'You stopped it'],
  Unknown: ['none', 'Over; nobody knows how'],
};

/** The tiers, 1 to 4: name, and what it does. */
export const tiers = [
  null,
  ['Watchdog', 'Starts what is dead'],
  ['Health check', 'Restarts what hangs'],
  ['Doctor', 'Finds the cause and mends it'],
  ['You', 'Called when nobody else can help'],
];

/** What each kind of event is called. */
export const kinds = {
  Opened: 'Outage noticed',
  RepairOrdered: 'Repair ordered',
  RepairClosed: 'Repair ended',
  Waited: 'Watching a while',
  Escalated: 'Next tier called',
  HumanCalled: 'You were called',
  StoodDown: 'Standing down',
  Acknowledged: 'You have seen it',
  ProposalApproved: 'You approved the proposal',
  Resolved: 'Over',
};

/** What became of a piece of news on a channel. */
export const marks = {
  Delivered: ['good', 'delivered'],
  Begun: ['busy', 'being sent'],
  Waiting: ['busy', 'waits to be sent'],
  Refused: ['bad', 'refused by the other side'],
  Dropped: ['warn', 'dropped: too much waited'],
  NotForIt: ['none', 'not for this channel'],
  Folded: ['none', 'told with newer news'],
};

const apart = name => String(name ?? 'unknown').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** A phase as { tone, short, means }. */
export function phase(name) {
  const [tone, words, means] = phases[name] ?? ['none', apart(name), ''];
  return { tone, short: words, means };
}

/** A cause in a table. */
export const cause = name => capital(phase(name).short);

/** An ending as { tone, text }; null is "still open". */
export function outcome(name) {
  if (!name) return { tone: 'bad', text: 'Still open' };
  const [tone, text] = outcomes[name] ?? ['none', capital(apart(name))];
  return { tone, text };
}

/** A delivery as { tone, text }. */
export function mark(name) {
  const [tone, text] = marks[capital(name ?? '')] ?? ['none', apart(name)];
  return { tone, text };
}

/** An event's title. */
export const kind = name => kinds[name] ?? capital(apart(name));

/** A tier's name. */
export const tier = number => tiers[number]?.[0] ?? `Tier ${number}`;

/** An event's line: it begins with a small letter, as in a log, and may name a result by its name. */
export const told = line => capital(line.replace(/^(order \d+ ended: )needsowner, /, '$1it needs you, ').replace(/^(order \d+ ended: )timedout, /, '$1out of time, '));

/** The gateway of an incident: its id is the gateway's, then day and second. */
export const gatewayOf = incident => incident.gateway ?? String(incident.id ?? incident).replace(/-\d{8}-\d{6}(-\d+)?$/, '');
