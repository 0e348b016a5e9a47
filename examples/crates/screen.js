// A terminal as a screen: what curses does, in as much as a game needs.
'use strict';
const { EventEmitter } = require('node:events');
const readline = require('node:readline');

const enter = '\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h';
const leave = '\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[?1049l';
// The end of a report of the mouse: a button was pressed (M) at a column and row, counted from 1.
const pressed = /^\x1b\[<(\d+);(\d+);(\d+)M$/;

/** Events: `key` (name), `click` (column, row, from 0), `resize`. */
class Screen extends EventEmitter {
  #input;
  #output;
  #shown = [];
  isOpen = false;

  constructor(input, output) {
    super();
    this.#input = input;
    this.#output = output;
  }

  get size() {
    return { columns: this.#output.columns, rows: this.#output.rows };
  }

  open() {
    this.isOpen = true;
    readline.emitKeypressEvents(this.#input);
    this.#input.setRawMode(true);
    this.#input.on('keypress', this.#keypress);
    this.#input.on('data', this.#data);
    this.#output.on('resize', this.#resized);
    this.#output.write(enter);
    // However the program ends, the terminal is as it was.
    process.on('exit', this.#restore);
    for (const signal of ['SIGTERM', 'SIGHUP']) process.once(signal, () => this.close());
    // Stopped and continued by the shell (kill -STOP, fg): the screen is another program's meanwhile.
    process.on('SIGCONT', this.#continued);
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#restore();
    this.#input.off('keypress', this.#keypress).off('data', this.#data).pause();
    this.#output.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued);
  }

  /** Writes only the lines that have changed. */
  show(lines) {
    let text = '';
    lines.forEach((line, row) => {
      if (line !== this.#shown[row]) text += `\x1b[${row + 1};1H${line}\x1b[K`;
    });
    this.#shown = lines;
    if (text) this.#output.write(text);
  }

  #keypress = (text, { name, ctrl, sequence } = {}) => {
    if (ctrl && (name === 'c' || name === 'd')) this.close();
    else if (ctrl && name === 'z') this.#stop();
    else if (!sequence?.startsWith('\x1b[<')) this.emit('key', name ?? text);
  };

  #data = (chunk) => {
    const [, button, column, row] = pressed.exec(String(chunk)) ?? [];
    if (button === '0') this.emit('click', Number(column) - 1, Number(row) - 1);
  };

  #resized = () => {
    this.#clear();
    this.emit('resize');
  };

  /** Raw mode takes Ctrl-Z from the terminal, so the program stops itself: as an editor does. */
  #stop() {
    this.#restore();
    process.kill(process.pid, 'SIGSTOP');
  }

  #continued = () => {
    this.#input.setRawMode(true);
    this.#output.write(enter);
    this.#resized();
  };

  #clear() {
    this.#shown = [];
    this.#output.write('\x1b[2J');
  }

  #restore = () => {
    process.off('exit', this.#restore);
    this.#input.setRawMode(false);
    this.#output.write(leave);
  };
}

module.exports = { Screen };
