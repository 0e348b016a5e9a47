// The rules, and nothing of how they look.
'use strict';

class Game {
  #walls = new Set();
  #marks = new Set();
  #history = [];

  /** `level`: lines of # wall, @ person, $ crate, . mark, * crate on a mark, + person on a mark. */
  constructor(level) {
    this.width = Math.max(...level.map((line) => line.length));
    this.height = level.length;
    this.crates = new Set();
    this.moves = 0;
    level.forEach((line, y) => {
      [...line].forEach((what, x) => {
        const place = this.#place(x, y);
        if (what === '#') this.#walls.add(place);
        if ('.*+'.includes(what)) this.#marks.add(place);
        if ('$*'.includes(what)) this.crates.add(place);
        if ('@+'.includes(what)) this.person = [x, y];
      });
    });
  }

  #place(x, y) {
    return y * this.width + x;
  }

  get solved() {
    return [...this.crates].every((place) => this.#marks.has(place));
  }

  /** Crates that stand on a mark, and all. */
  get done() {
    return [[...this.crates].filter((place) => this.#marks.has(place)).length, this.crates.size];
  }

  /** A step, which pushes a crate if there is room behind it. */
  move(right, down) {
    const [x, y] = this.person;
    const next = this.#place(x + right, y + down);
    const behind = this.#place(x + 2 * right, y + 2 * down);
    if (this.#walls.has(next)) return;
    const pushes = this.crates.has(next);
    if (pushes && (this.#walls.has(behind) || this.crates.has(behind))) return;
    this.#history.push({ person: this.person, crates: new Set(this.crates) });
    if (pushes) {
      this.crates.delete(next);
      this.crates.add(behind);
    }
    this.person = [x + right, y + down];
    this.moves += 1;
  }

  undo() {
    const before = this.#history.pop();
    if (!before) return;
    Object.assign(this, before);
    this.moves -= 1;
  }

  /** 'wall', 'person', 'crate', 'placed' (a crate on a mark), 'mark' or 'floor'. */
  at(x, y) {
    const place = this.#place(x, y);
    if (this.#walls.has(place)) return 'wall';
    if (this.person[0] === x && this.person[1] === y) return 'person';
    if (this.crates.has(place)) return this.#marks.has(place) ? 'placed' : 'crate';
    return this.#marks.has(place) ? 'mark' : 'floor';
  }

  toString() {
    const letters = { wall: '#', person: '@', crate: '$', placed: '*', mark: '.', floor: ' ' };
    const lines = Array.from({ length: this.height }, (_, y) =>
      Array.from({ length: this.width }, (_, x) => letters[this.at(x, y)]).join('').trimEnd(),
    );
    return lines.join('\n');
  }
}

module.exports = { Game };
