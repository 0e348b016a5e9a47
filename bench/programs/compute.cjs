// A JavaScript-heavy loop in the manner of operating-system simulations: classes, queues, dispatch, small allocations.
const { measure } = require('./measure.cjs');

class Packet {
  constructor(link, kind, payload) {
    this.link = link;
    this.kind = kind;
    this.payload = payload;
  }
}

class Task {
  constructor(id, priority) {
    this.id = id;
    this.priority = priority;
    this.queue = null;
    this.held = false;
    this.done = 0;
  }
  push(packet) {
    packet.link = null;
    if (!this.queue) this.queue = packet;
    else {
      let last = this.queue;
      while (last.link) last = last.link;
      last.link = packet;
    }
  }
  take() {
    const packet = this.queue;
    if (packet) this.queue = packet.link;
    return packet;
  }
}

class Worker extends Task {
  run(scheduler) {
    const packet = this.take();
    if (!packet) return;
    for (let i = 0; i < packet.payload.length; i++) packet.payload[i] = (packet.payload[i] * 31 + this.id) & 0xffff;
    this.done += 1;
    scheduler.send((this.id + packet.kind) % scheduler.tasks.length, packet);
  }
}

class Device extends Task {
  run(scheduler) {
    const packet = this.take();
    if (!packet) return;
    this.held = !this.held;
    this.done += 1;
    const next = this.held ? new Packet(null, (packet.kind % 5) + 1, packet.payload.slice()) : packet;
    scheduler.send((this.id * 7 + next.kind) % scheduler.tasks.length, next);
  }
}

class Scheduler {
  constructor() {
    this.tasks = Array.from({ length: 12 }, (_, id) => (id % 2 ? new Worker(id, id) : new Device(id, 12 - id)));
  }
  send(id, packet) {
    this.tasks[id].push(packet);
  }
  run(turns) {
    for (let turn = 0; turn < turns; turn++) {
      let best = this.tasks[turn % this.tasks.length];
      for (const task of this.tasks) if (task.queue && task.priority > best.priority) best = task;
      best.run(this);
    }
    return this.tasks.reduce((sum, task) => sum + task.done, 0);
  }
}

measure('JavaScript-heavy loop', 5, () => {
  const scheduler = new Scheduler();
  for (let i = 0; i < 24; i++) scheduler.send(i % 12, new Packet(null, (i % 5) + 1, [i, i + 1, i + 2, i + 3]));
  if (scheduler.run(200_000) < 1000) throw new Error('the simulation stood still');
});
