// Crates: a game for the whole terminal. Push every crate (▣) onto a mark (·) with the arrow keys.
//
// It asks of a terminal what an editor or a pager does: keys one by one (raw mode), a screen of its own (the
// alternate screen), colours, the mouse for the buttons, and news of its size.
// `node index.js --play URDL…` plays without a terminal and prints each board.
'use strict';
const { Game } = require('./game.js');
const levels = require('./levels.js');
const { Screen } = require('./screen.js');
const { draw } = require('./view.js');

const moves = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

function playWithoutTerminal(keys) {
  const names = { U: 'up', D: 'down', L: 'left', R: 'right' };
  const game = new Game(levels[0]);
  console.log(game.toString());
  for (const key of keys.toUpperCase()) {
    if (names[key]) game.move(...moves[names[key]]);
    console.log(`\n${key}\n${game}`);
  }
  console.log(game.solved ? '\nsolved' : '\nnot solved');
}

function play() {
  const screen = new Screen(process.stdin, process.stdout);
  let number = 0;
  let game = new Game(levels[number]);
  const show = () => screen.show(draw(game, { number, count: levels.length, ...screen.size }));

  const start = (next) => {
    number = (next + levels.length) % levels.length;
    game = new Game(levels[number]);
  };
  const actions = {
    u: () => game.undo(),
    r: () => start(number),
    n: () => start(number + 1),
    p: () => start(number - 1),
    q: () => screen.close(),
  };

  screen.on('resize', show);
  screen.on('key', (name) => {
    if (moves[name]) {
      if (game.solved) start(number + 1);
      else game.move(...moves[name]);
    } else actions[name]?.();
    if (screen.isOpen) show();
  });
  screen.on('click', (column, row) => {
    // The bottom line is made of buttons, each named by its key.
    const button = draw.buttonAt(column, row, screen.size);
    if (button) screen.emit('key', button);
  });
  screen.open();
  show();
}

const at = process.argv.indexOf('--play');
if (at > 0) playWithoutTerminal(process.argv[at + 1] ?? '');
else if (process.stdin.isTTY && process.stdout.isTTY) play();
else {
  console.error('Crates needs a terminal: or node index.js --play RRDL');
  process.exitCode = 1;
}
