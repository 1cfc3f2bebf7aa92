// The page that /ws-test opens: connects to a door, sends and shows messages.

const LOG_LIMIT = 500;
const TOPIC_DOOR = '/ws/events';
const find = (id) => document.getElementById(id);
const page = Object.fromEntries(
  ['state', 'door', 'about', 'address', 'connect', 'close', 'topics', 'message', 'send', 'log', 'count'].map(
    (id) => [id, find(id)],
  ),
);

let socket = null;
let doors = [];
const following = new Set();

function show(state, text) {
  page.state.dataset.state = state;
  page.state.textContent = text;
  const isOpen = state === 'open';
  page.send.disabled = !isOpen;
  page.close.disabled = socket === null;
  for (const button of page.topics.querySelectorAll('button')) {
    const topic = button.dataset.topic;
    button.disabled = !isOpen || !isTopicDoor();
    button.textContent = following.has(topic) ? 'Unsubscribe' : 'Subscribe';
    button.setAttribute('aria-label', `${button.textContent} ${topic}`);
  }
}

function isTopicDoor() {
  return new URL(page.address.value, location.href).pathname === TOPIC_DOOR;
}

function log(kind, mark, text) {
  const item = document.createElement('li');
  item.className = kind;
  const time = document.createElement('time');
  time.textContent = new Date().toISOString().slice(11, 23);
  const sign = document.createElement('span');
  sign.textContent = mark;
  const body = document.createElement('pre');
  body.textContent = text;
  item.append(time, sign, body);
  const isAtEnd = page.log.scrollHeight - page.log.scrollTop - page.log.clientHeight < 40;
  page.log.append(item);
  while (page.log.childElementCount > LOG_LIMIT) page.log.firstElementChild.remove();
  if (isAtEnd) page.log.scrollTop = page.log.scrollHeight;
  countMessages();
}

function countMessages() {
  const count = page.log.childElementCount;
  page.count.textContent = count === 0 ? '' : `(${count})`;
  find('no-messages').hidden = count > 0;
}

function note(text) {
  log('note', '·', text);
}

function connect() {
  const blank = /\{.*?\}/.exec(page.address.value);
  if (blank !== null) {
    page.address.focus();
    log('error', '×', `Replace ${blank[0]} in the address first.`);
    return;
  }
  disconnect();
  const address = new URL(page.address.value, location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  show('connecting', 'connecting…');
  const opened = new WebSocket(address);
  socket = opened;
  opened.onopen = () => {
    note(`connected to ${address}`);
    show('open', 'connected');
  };
  opened.onmessage = ({ data }) => heard(data);
  opened.onclose = ({ code, reason }) => {
    if (socket !== opened) return;
    socket = null;
    following.clear();
    log('error', '×', `closed: ${code} ${reason}`.trim());
    show('failed', 'not connected');
  };
}

function disconnect() {
  if (socket === null) return;
  const closing = socket;
  socket = null;
  following.clear();
  closing.close();
  note('closed from here');
  show('closed', 'not connected');
}

function heard(text) {
  log('received', '←', text);
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return;
  }
  if (message.type === 'denied') {
    following.delete(message.topic);
    show('open', 'connected');
  }
}

function send(text) {
  if (socket === null) return;
  socket.send(text);
  log('sent', '→', text);
}

function chooseDoor() {
  const door = doors.find(({ path }) => path === page.door.value);
  page.about.textContent = door?.text ?? '';
  page.address.value = page.door.value;
}

async function get(path) {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? answer.statusText);
  return body;
}

async function loadDoors() {
  try {
    ({ doors } = await get('/api/events/doors'));
  } catch (problem) {
    log('error', '×', `The doors cannot be listed: ${problem.message}`);
    doors = [{ path: TOPIC_DOOR, text: '' }];
  }
  page.door.replaceChildren(
    ...doors.map(({ path }) => new Option(path, path, false, path === TOPIC_DOOR)),
  );
  chooseDoor();
}

async function loadTopics() {
  const empty = find('no-topics');
  try {
    const { topics } = await get('/api/events/topics');
    page.topics.replaceChildren(...topics.map(topicItem));
    empty.textContent = topics.length === 0 ? 'No topic has an event yet.' : '';
  } catch (problem) {
    page.topics.replaceChildren();
    empty.textContent = `The topics cannot be listed: ${problem.message}`;
  }
  show(page.state.dataset.state, page.state.textContent);
}

function topicItem({ topic, number }) {
  const item = document.createElement('li');
  const name = document.createElement('code');
  name.textContent = topic;
  const last = document.createElement('span');
  last.className = 'faint';
  last.textContent = `${number}`;
  last.title = 'number of the last event';
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.topic = topic;
  button.addEventListener('click', () => toggle(topic));
  item.append(name, last, button);
  return item;
}

function toggle(topic) {
  if (following.delete(topic)) {
    send(JSON.stringify({ type: 'unsubscribe', topics: [topic] }));
  } else {
    following.add(topic);
    send(JSON.stringify({ type: 'subscribe', topics: [{ topic, after: 0 }] }));
  }
  show('open', 'connected');
}

find('connection').addEventListener('submit', (event) => {
  event.preventDefault();
  connect();
});
find('sending').addEventListener('submit', (event) => {
  event.preventDefault();
  send(page.message.value);
});
page.message.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send(page.message.value);
});
page.door.addEventListener('change', chooseDoor);
page.close.addEventListener('click', disconnect);
find('refresh').addEventListener('click', loadTopics);
find('clear').addEventListener('click', () => {
  page.log.replaceChildren();
  countMessages();
});

await Promise.all([loadDoors(), loadTopics()]);
